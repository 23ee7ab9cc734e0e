import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { AppError } from '../domain/errors.ts'
import { openApiSchema, portableSchema } from './portable-schema.ts'

const Kind = z.enum(['bar', 'line']).meta({ id: 'Kind' })
const Named = z.object({ kind: Kind }).meta({ id: 'Named' })

describe('portableSchema', () => {
  it('gives closed objects, arrays, enums, null and descriptions, with named schemas in their place', () => {
    const schema = z.object({
      named: z.array(Named),
      note: z.string().describe('one sentence').nullable(),
      share: z.number(),
      rows: z.int(),
      sure: z.boolean(),
    })
    expect(portableSchema(schema)).toEqual({
      type: 'object',
      properties: {
        named: {
          type: 'array',
          items: {
            type: 'object',
            properties: { kind: { type: 'string', enum: ['bar', 'line'] } },
            required: ['kind'],
            additionalProperties: false,
          },
        },
        note: { anyOf: [{ type: 'string', description: 'one sentence' }, { type: 'null' }] },
        share: { type: 'number' },
        rows: { type: 'integer' },
        sure: { type: 'boolean' },
      },
      required: ['named', 'note', 'share', 'rows', 'sure'],
      additionalProperties: false,
    })
  })

  it('leaves refinements to whoever reads the answer', () => {
    const plain = z.object({ id: z.string() })
    const refined = plain.refine(({ id }) => id === 'a')
    expect(portableSchema(refined)).toEqual(portableSchema(plain))
  })

  const recursive: z.ZodType = z.object({
    get child() {
      return recursive.nullable()
    },
  })

  it.each([
    ['an optional field', z.object({ a: z.object({ b: z.string().optional() }) }), /at \.a\.b .*nullable/],
    ['a record', z.object({ a: z.record(z.string(), z.string()) }), /at \.a .*array of \{ id/],
    ['an open object', z.object({ a: z.looseObject({ b: z.string() }) }), /at \.a /],
    ['a range', z.object({ a: z.array(z.int().min(0)) }), /at \.a\[\] .*minimum.*refinement/],
    ['an upper range', z.object({ a: z.number().max(1) }), /maximum/],
    ['a length', z.object({ a: z.string().min(1) }), /minLength/],
    ['a pattern', z.object({ a: z.string().regex(/a/) }), /pattern/],
    ['a number of items', z.object({ a: z.array(z.string()).min(2) }), /minItems/],
    ['a literal', z.object({ a: z.literal('x') }), /const .*z\.enum/],
    ['a default', z.object({ a: z.string().default('x') }), /default/],
    ['a union', z.object({ a: z.union([z.string(), z.number()]) }), /union/],
    [
      'a discriminated union',
      z.object({ a: z.discriminatedUnion('k', [z.object({ k: z.literal('x') })]) }),
      /portable/,
    ],
    ['anything', z.object({ a: z.unknown() }), /one type/],
    ['a schema inside itself', recursive, /inside itself/],
    ['a list at the top', z.array(z.string()), /only an object/],
  ])('refuses %s and says what to write', (_, schema, message) => {
    expect(() => portableSchema(schema)).toThrow(AppError)
    expect(() => portableSchema(schema)).toThrow(message)
  })
})

describe('openApiSchema', () => {
  it('says null as `nullable` and leaves out what the former client does not know', () => {
    const schema = portableSchema(
      z.object({ kind: Kind.nullable(), list: z.array(z.object({ note: z.string().nullable() })) }),
    )
    expect(openApiSchema(schema)).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', format: 'enum', enum: ['bar', 'line'], nullable: true },
        list: {
          type: 'array',
          items: {
            type: 'object',
            properties: { note: { type: 'string', nullable: true } },
            required: ['note'],
          },
        },
      },
      required: ['kind', 'list'],
    })
  })
})
