import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import type { ModelFamily } from '../domain/review/family.schema.ts'
import { gullibleReviewer } from '../test/stand-ins/models/gullible.ts'
import type { Behaviour } from '../test/stand-ins/models/reply.ts'
import { startModelServer } from '../test/stand-ins/models/server.ts'
import type { ModelServer } from '../test/stand-ins/models/server.ts'
import { startRealEngine } from '../test/support/real-engine.ts'
import type { RealEngine } from '../test/support/real-engine.ts'
import { describeMachine } from './machine.ts'

/** How each family behaves in a case; none is left out. */
type Case = Readonly<Record<'anthropic' | 'openai' | 'google', Behaviour>>

const down: Behaviour = () => ({ kind: 'status', status: 500 })

/** A reviewer who takes this long, in milliseconds. */
function after(ms: number, level = '3'): Behaviour {
  const judge = gullibleReviewer({ level })
  return async (request) => {
    await pause(ms)
    return judge(request)
  }
}

const CASES: Readonly<Record<string, Case>> = {
  warmUp: { anthropic: after(0), openai: after(0), google: after(0) },
  threeOfOneSecond: { anthropic: after(1000), openai: after(1000), google: after(1000) },
  oneDownOneOfThirtySecondsOneAlwaysHundred: {
    anthropic: down,
    openai: after(0, '4'),
    google: after(30_000),
  },
  twoOfOneSecondOneOfTwoMinutes: { anthropic: after(1000), openai: after(1000), google: after(120_000) },
}

/** How long a panel takes from its first question to its verdict, with families that take a known time. */
export async function benchPanel() {
  const models = await startModelServer()
  const { LOCAL_MODEL: _, LOCAL_MODEL_URL: __, ...settings } = models.settings
  const engine = await startRealEngine('bench-panel', { ...settings, AUTHOR: 'offline' })
  try {
    const panels: Record<string, object> = {}
    for (const [name, behaviours] of Object.entries(CASES)) {
      panels[name] = await timePanel({ engine, models }, name, behaviours)
    }
    return { machine: describeMachine(), panels }
  } finally {
    await engine.stop()
    await models.close()
  }
}

async function timePanel(
  { engine, models }: { readonly engine: RealEngine; readonly models: ModelServer },
  name: string,
  behaviours: Case,
) {
  models.reset()
  let firstMs = Number.POSITIVE_INFINITY
  for (const [family, behave] of Object.entries(behaviours)) {
    models.behave(family as ModelFamily, (request) => {
      firstMs = Math.min(firstMs, Date.now())
      return behave(request)
    })
  }
  const plotId = `bench-${name.toLowerCase().slice(0, 30)}`
  engine.addPlot(plotId)
  const file = join(engine.config.catalogue, 'plots', plotId, 'spec.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('title: Basic', `title: ${name}`))
  const id = await engine.accepted({ plotId, libraries: ['altair'], pythons: ['3.12'] })
  const { status } = await engine.ended(id)
  const [row] = await engine.sql()`
    select extract(epoch from finished_at) * 1000 as ended, reviews.strength, reviews.score
    from attempts join reviews on review_key = key where run_id = ${id}`
  return {
    verdictAfterMs: Math.round(Number(row?.['ended']) - firstMs),
    status,
    strength: String(row?.['strength']),
    score: Number(row?.['score']),
    questions: models.journal.length,
  }
}
