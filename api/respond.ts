import type { Context } from 'hono'
import type { z } from '@hono/zod-openapi'

/** The description of a JSON answer. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Answers with bytes, or with 304 when the client has them already. */
export function bytes(
  c: Context,
  content: Uint8Array,
  { tag, type, cache }: { readonly tag: string; readonly type: string; readonly cache: string },
): Response {
  const etag = `"${tag}"`
  c.header('ETag', etag)
  c.header('Cache-Control', cache)
  if (c.req.header('If-None-Match') === etag) return c.body(null, 304)
  return c.body(new Uint8Array(content), 200, { 'Content-Type': type })
}
