import { OpenAPIHono } from '@hono/zod-openapi'
import { methodNotAllowed } from 'hono/method-not-allowed'

import { artifactRoutes } from './artifacts.ts'
import { budgetRoutes } from './budgets.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { draftRoutes } from './drafts.ts'
import { onError, onMethodNotAllowed, onNotFound } from './errors.ts'
import { eventRoutes } from './events.ts'
import { guard, limitBody } from './guard.ts'
import { healthRoutes } from './health.ts'
import { idempotency } from './idempotency.ts'
import { openApiDocument } from './openapi.ts'
import { plotRoutes } from './plots.ts'
import { reviewRoutes } from './reviews.ts'
import { runRoutes } from './runs.ts'
import { sandboxRoutes } from './sandbox.ts'

/** All routes of the API. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>()
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  app.onError(onError(deps.log))
  app.notFound(onNotFound)
  app.use(methodNotAllowed({ app, onMethodNotAllowed }))
  app.use(guard(deps))
  app.use('/v1/*', limitBody, idempotency(deps))
  app.route('/', healthRoutes(deps))
  app.route('/', runRoutes(deps))
  app.route('/', draftRoutes(deps))
  app.route('/', artifactRoutes(deps))
  app.route('/', plotRoutes(deps))
  app.route('/', eventRoutes(deps))
  app.route('/', reviewRoutes(deps))
  app.route('/', budgetRoutes(deps))
  app.route('/', sandboxRoutes(deps))
  app.get('/openapi.json', (c) => c.json(openApiDocument(app, deps.version)))
  return app
}
