"""The application: `streamlit run app.py`, or any ASGI server on `app:app`.

Every request to any page passes through the one frame script, also the first one to a deep link.
"""

from pathlib import Path

from streamlit.starlette import App

from cxmetrics.ui import server, startup

startup.check()
app = App(
    Path(__file__).parent / "cxmetrics" / "ui" / "frame.py",
    lifespan=server.lifespan,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.on_script_error,
)
