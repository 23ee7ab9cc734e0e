import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import { findRunArtifact } from '../db/queries/artifact.ts'
import { AppError } from '../domain/errors.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { problems } from './problem.ts'
import { bytes } from './respond.ts'
import { existing } from './verdict.ts'

const Sha = z.string().regex(/^[0-9a-f]{64}$/, 'use 64 hexadecimal digits')

const artifact = createRoute({
  method: 'get',
  path: '/v1/runs/{id}/artifacts/{sha256}',
  summary: 'Read an artefact of a run: spec, data, code, figure, picture or facts',
  request: {
    params: z.object({ id: z.uuid(), sha256: Sha }),
    headers: z.object({ 'if-none-match': z.string().optional() }),
  },
  responses: {
    200: {
      description: 'The bytes; they never change',
      content: {
        'image/png': { schema: z.string() },
        'application/json': { schema: z.unknown() },
        'text/plain': { schema: z.string() },
      },
    },
    304: { description: 'The client has it' },
    ...problems(404, 422),
  },
})

const IMMUTABLE = 'private, max-age=31536000, immutable'

/** The one route that reads artefacts. */
export function artifactRoutes({ db, storage }: ApiDeps) {
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated }).openapi(artifact, async (c) => {
    const { id, sha256 } = c.req.valid('param')
    await existing(db, id)
    const row = await findRunArtifact(db, { runId: id, sha256 })
    if (row === null) throw new AppError('not_found', `run ${id} has no artefact ${sha256}`)
    const content = await storage.get(sha256)
    return bytes(c, content, { tag: sha256, type: typeOf(content), cache: IMMUTABLE })
  })
}

/** By content: what a program wrote may be anything, and is never shown as a page. */
function typeOf(content: Uint8Array): string {
  if (content[0] === 0x89 && content[1] === 0x50 && content[2] === 0x4e && content[3] === 0x47)
    return 'image/png'
  return isJson(content) ? 'application/json' : 'text/plain; charset=utf-8'
}

function isJson(content: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
    return typeof value === 'object'
  } catch {
    // Not JSON, or not even text.
    return false
  }
}
