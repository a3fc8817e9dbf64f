"""From a page's values to HTML. Everything is escaped; nothing inline may run or style."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from search.web.contexts import Page

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Renderer:
    """Prints pages. One serves all threads."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def html(self, page: Page) -> str:
        """A page as text; `SearchPage` is printed by `search.html`."""
        name = type(page).__name__.removesuffix("Page").lower()
        return self._environment.get_template(f"{name}.html").render(page=page, frame=page.frame)

    def respond(self, page: Page, status: int = 200) -> Response:
        """A page as an answer. What cannot be encoded (half a surrogate pair) becomes a question mark."""
        body = self.html(page).encode("utf-8", "replace")
        twin = page.frame.json
        headers = {"Link": f'<{twin}>; rel="alternate"; type="application/json"'} if twin else {}
        return Response(body, status, headers=headers, media_type="text/html; charset=utf-8")
