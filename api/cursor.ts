import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { canonicalJson, sha256 } from '../hash.ts'

/** Characters of the digest that ties a cursor to the filter it was made for. */
const FILTER_LENGTH = 8

/** A place in a list as an opaque text, valid for the same filter only. */
export function encodeCursor(place: Readonly<Record<string, string>>, filter: unknown): string {
  return Buffer.from(JSON.stringify({ ...place, filter: digest(filter) })).toString('base64url')
}

/**
 * The place that a cursor stands for.
 * @throws AppError `invalid` when it is none of ours or was made for another filter
 */
export function decodeCursor<Schema extends z.ZodObject>(
  cursor: string,
  schema: Schema,
  filter: unknown,
): z.infer<Schema> {
  const parsed = schema.extend({ filter: z.literal(digest(filter)) }).safeParse(readJson(cursor))
  if (!parsed.success) {
    const message = 'this cursor does not belong to this list'
    throw new AppError('invalid', message, {
      problems: [{ path: '/cursor', message, fix: 'start again without cursor' }],
    })
  }
  return schema.parse(parsed.data)
}

function digest(filter: unknown): string {
  return sha256(canonicalJson(filter)).slice(0, FILTER_LENGTH)
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    // Whatever it is, it is no cursor of ours: the schema says so.
    return null
  }
}
