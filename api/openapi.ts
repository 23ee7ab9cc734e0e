import type { OpenAPIHono } from '@hono/zod-openapi'

import type { ApiEnv } from './deps.ts'

/** The description of every route, in OpenAPI 3.1: what `api/openapi.json` holds. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>, version: string) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'pyplots',
      version,
      description:
        'Starts and follows runs of the plot pipeline, and reads the catalogue of published plots.',
      license: { name: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:8000', description: 'An engine on this machine' }],
    security: [{ token: [] }, {}],
  })
}
