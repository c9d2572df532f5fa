# The image of web processes, queue workers and timekeepers: `docker build -t fermata .`
# 1. The page.
FROM node:22-slim AS page
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/
RUN cd frontend && npm ci --ignore-scripts --no-audit --no-fund
COPY frontend frontend
COPY static static
RUN cd frontend && npm run build

# 2. Python packages, each by its hash.
FROM python:3.11-slim AS packages
ARG WITH_TRACES=0
COPY requirements /requirements
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements/base.txt \
    && if [ "$WITH_TRACES" = 1 ]; then \
         /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements/otel.txt; fi

# 3. What runs: no compiler, no package manager's cache, not root.
FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/fermata --create-home fermata
COPY --from=packages /venv /venv
WORKDIR /srv/fermata
COPY manage.py pyproject.toml ./
COPY core core
COPY workflows workflows
COPY templates templates
COPY locale locale
COPY --from=page /build/static static
RUN for words in locale/*/LC_MESSAGES/*.po; do \
      /venv/bin/pybabel --quiet compile -i "$words" -o "${words%.po}.mo"; done \
    && /venv/bin/python -m whitenoise.compress --quiet static/frontend
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=0 HOST=0.0.0.0 PORT=8000 FERMATA_HOME=/var/lib/fermata FERMATA_LOG_FORMAT=json
USER 10001
VOLUME /var/lib/fermata
EXPOSE 8000
# A step may take 20 seconds to end; whoever stops the container waits 30.
STOPSIGNAL SIGTERM
CMD ["daphne", "-b", "0.0.0.0", "-p", "8000", "-v", "0", "--no-server-name", "--proxy-headers", "core.asgi:application"]
