import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'

import type { EventFilter } from '../db/queries/event.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { onValidated } from './errors.ts'
import { openEventStream } from './event-stream.ts'
import { problems } from './problem.ts'

/** Topics one stream may name. */
const TOPICS_MAX = 50

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const TOPIC = new RegExp(`^(?:runs|plots|run:${UUID}|plot:[a-z0-9-]{1,40})$`)

const Topics = z
  .string()
  .max(4000)
  .default('runs,plots')
  .refine((text) => text.split(',').length <= TOPICS_MAX, `name at most ${TOPICS_MAX} topics`)
  .refine(
    (text) => text.split(',').every((topic) => TOPIC.test(topic)),
    'use runs, plots, run:<id> or plot:<id>',
  )

const events = createRoute({
  method: 'get',
  path: '/v1/events',
  summary: 'Follow what happens, as Server-Sent Events',
  description:
    'Each frame has `id: <transaction>-<number>`, `event: <type>` and a `LiveEvent` as `data`. A client that ' +
    'connects again with `Last-Event-ID` gets what it missed; `event: reset` tells it to read everything anew.',
  request: {
    query: z.object({ topics: Topics }),
    headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
  },
  responses: {
    200: { description: 'An endless stream', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(422),
  },
})

/** The one route of live updates. */
export function eventRoutes(deps: ApiDeps) {
  return new OpenAPIHono<ApiEnv>({ defaultHook: onValidated }).openapi(events, async (c) => {
    const signal = AbortSignal.any([deps.shutdown, c.req.raw.signal])
    const stream = await openEventStream(deps, {
      topics: c.req.valid('query').topics.split(',').map(filterOf),
      lastEventId: c.req.valid('header')['last-event-id'] ?? null,
      signal,
    })
    c.header('Cache-Control', 'no-store')
    c.header('X-Accel-Buffering', 'no')
    return c.body(stream, 200, { 'Content-Type': 'text/event-stream' })
  })
}

function filterOf(text: string): EventFilter {
  const [name, entity] = text.split(':')
  return { topic: name === 'runs' || name === 'run' ? 'runs' : 'plots', entity: entity ?? null }
}
