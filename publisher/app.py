"""The ASGI application of the publisher's page; `python -m publisher` starts it. The public site is app.py."""

import streamlit as st
from starlette.middleware import Middleware

from kh213.site.bundle.files import Files
from publisher.door import Door, lifespan, routes

app = st.App(
    "page.py",
    routes=routes,
    middleware=[Middleware(Door), Middleware(Files)],
    lifespan=lifespan,
)
