# Three images: `site` (a replica, the default), `front` (nginx with what is shipped in deploy/nginx), `sync` (brings releases
# from an object store). docs/operating.md says how they are put together.
#
#   docker build --target site -t kh213 .   and likewise front, sync

ARG PYTHON=python:3.12-slim-bookworm
ARG NGINX=nginxinc/nginx-unprivileged:1.29-bookworm

FROM ${PYTHON} AS packages
# Every pin has a wheel, so nothing is compiled and no compiler is needed.
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --only-binary :all: -r /tmp/requirements.txt \
 && /opt/venv/bin/pip uninstall --yes pip

FROM ${PYTHON} AS site
RUN groupadd --system --gid 2130 kh213 \
 && useradd --system --uid 2130 --gid kh213 --home-dir /nonexistent --shell /usr/sbin/nologin kh213 \
 && install -d -o kh213 -g kh213 -m 0700 /var/cache/kh213
COPY --from=packages /opt/venv /opt/venv
WORKDIR /opt/kh213
COPY . .
# Compiled here, since nothing can be written later; some packages carry templates that are no Python.
RUN /opt/venv/bin/python -m compileall -q -j 0 /opt/venv/lib kh213 pages app.py serve.py || true
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 PORT=8501 KH213_DATA=/opt/kh213/data KH213_CACHE=/var/cache/kh213
USER 2130:2130
EXPOSE 8501
VOLUME /var/cache/kh213
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/readyz', timeout=4)"]
CMD ["python", "serve.py"]

FROM ${NGINX} AS front
COPY deploy/nginx/nginx.conf deploy/nginx/kh213.conf /etc/nginx/
COPY deploy/nginx/kh213 /etc/nginx/kh213
COPY deploy/container /etc/nginx/kh213
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --retries=3 CMD ["curl", "--silent", "--fail", "http://127.0.0.1:8080/healthz"]

FROM ${PYTHON} AS sync
RUN apt-get update \
 && apt-get install --yes --no-install-recommends rclone ca-certificates util-linux \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/sync-releases.sh deploy/whole.py /opt/
USER 2130:2130
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["/opt/sync-releases.sh"]

# The last one is what `docker build .` makes.
FROM site
