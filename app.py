"""The ASGI application: the Streamlit site, our HTTP routes and the guard. `streamlit run app.py` finds it."""

import streamlit as st
from starlette.middleware import Middleware

from kh213.site.files import Files
from kh213.site.guard import Guard
from kh213.site.routes import routes
from kh213.site.start import lifespan

app = st.App(
    "pages/site.py",
    routes=routes,
    middleware=[Middleware(Guard), Middleware(Files)],  # the guard is outermost: nothing goes out without it
    lifespan=lifespan,
)
