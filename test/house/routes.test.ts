import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { documents, readText } from './repository.ts'

const OpenApi = z.object({ paths: z.record(z.string(), z.unknown()) })
const ROUTE = /`(?:GET |POST |DELETE )?(\/(?:v1\/|healthz|readyz|openapi)[^`?\s]*)[^`]*`/g

const described = Object.keys(OpenApi.parse(JSON.parse(readText('api/openapi.json'))).paths)
const known = new Set([...described, '/openapi.json'].map(routeShape))

describe('routes', () => {
  it.each(documents())('named in %s exist', (document) => {
    const named = [...readText(document).matchAll(ROUTE)].map(([, route]) => route ?? '')
    expect(named.filter((route) => !route.includes('*') && !known.has(routeShape(route)))).toEqual([])
  })

  it('are told apart', () => {
    expect(known.has(routeShape('/v1/runs/<run>'))).toBe(true)
    expect(known.has('/v1/nothing')).toBe(false)
  })
})

/** `/v1/runs/{id}`, `/v1/runs/:id` and `/v1/runs/<run>` are the same route. */
function routeShape(route: string): string {
  return route.replace(/\{[^}]+\}|:\w+|<[^>]+>/g, '{}')
}
