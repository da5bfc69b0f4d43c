# slim is Debian: the platform that Node itself supports best. Nothing we use is compiled.
FROM node:26-slim

ENV NODE_ENV=production
WORKDIR /app

# The optional dependencies are copies of Node for people's own machines; this image has one.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm cache clean --force

# .dockerignore leaves the sandbox out: it is for tests and the demo.
COPY src ./src

USER node

# Nothing has to be published with Socket Mode. Without it, Slack's requests come in on 3000 (PORT).
# Health is told on 9464 (OPS_PORT). Both are reached from inside the container only, unless HOST and OPS_HOST
# say otherwise.

# Does the process answer? Not "is Slack there": some platforms restart what is unhealthy, and that
# would not bring Slack back.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPS_PORT || 9464) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# `docker run … wait <operation>` waits for one at a shell; without words it is the bot.
ENTRYPOINT ["node", "--max-semi-space-size=32", "src/main.ts"]
CMD ["serve"]
