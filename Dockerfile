# Stenogram as an image: docker build --tag stenogram .
# The versions of constraints.txt are resolved for this Python, as wheels: nothing is compiled.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
# What more is installed: --build-arg EXTRAS=[ru] reads Russian texts with a tagger of their own.
ARG EXTRAS=
COPY . .
RUN python -m venv /opt/stenogram
RUN /opt/stenogram/bin/pip install --disable-pip-version-check --no-input --quiet \
    --constraint constraints.txt ".$EXTRAS"

FROM python:3.11-slim-bookworm
COPY --from=build /opt/stenogram /opt/stenogram
# By number, so that no user has to be made, and a volume keeps its owner from one version to the next.
RUN install -d -o 10001 -g 10001 -m 750 /data
ENV PATH=/opt/stenogram/bin:/usr/local/bin:/usr/bin:/bin HOME=/data STENOGRAM_DATA=/data STENOGRAM_HOST=0.0.0.0
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Without urllib, which would ask the proxy that the environment may name.
HEALTHCHECK --interval=10s --timeout=5s --start-period=3m --retries=3 CMD ["python", "-c", "\
import http.client, os, sys; \
port = int(os.environ.get('STENOGRAM_PORT') or 8000); \
server = http.client.HTTPConnection('127.0.0.1', port, timeout=4); \
server.request('GET', '/healthz'); \
sys.exit(server.getresponse().status != 200)"]
ENTRYPOINT ["stenogram"]
CMD ["serve"]
