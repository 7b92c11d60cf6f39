"""The ASGI application: the Streamlit site, our HTTP routes and the guard. `streamlit run app.py` finds it."""

import streamlit as st
from starlette.middleware import Middleware

from kh213.site.bundle.files import Files
from kh213.site.entrance.guard import Guard
from kh213.site.routes import routes
from kh213.site.sending.again import Again
from kh213.site.start import lifespan

app = st.App(
    "pages/site.py",
    routes=routes,
    # The guard sees every answer; what it has seen once is given again by the layer around it.
    middleware=[Middleware(Again), Middleware(Guard), Middleware(Files)],
    lifespan=lifespan,
)
