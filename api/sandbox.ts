import { createRoute, OpenAPIHono } from '@hono/zod-openapi'

import { SandboxStatus } from '../domain/sandbox/sandbox.schema.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { problems } from './problem.ts'
import { json } from './respond.ts'

const status = createRoute({
  method: 'get',
  path: '/v1/sandbox',
  summary: 'Say how executions are isolated, and what became of those since the sandbox started',
  responses: { 200: json(SandboxStatus, 'What the sandbox says about itself'), ...problems() },
})

/** The route of the sandbox. */
export function sandboxRoutes({ sandbox }: Pick<ApiDeps, 'sandbox'>) {
  return new OpenAPIHono<ApiEnv>().openapi(status, async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(await sandbox.status(), 200)
  })
}
