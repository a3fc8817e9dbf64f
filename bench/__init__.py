"""Quality and speed, measured; not shipped. `python -m bench [NAME...]`."""
