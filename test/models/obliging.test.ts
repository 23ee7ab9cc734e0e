import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { offeredSamples } from '../../activities/offered-samples.ts'
import { draftWithModel } from '../../ai/model-drafter.ts'
import type { ModelRequest } from '../../ai/provider.ts'
import { createCatalogue } from '../../clients/catalogue.ts'
import { createOfflineAuthor } from '../../ai/offline/author.ts'
import { writeWithModel } from '../../ai/model-author.ts'
import type { AuthorRequest } from '../../ai/author.ts'
import { loadConfig } from '../../config.ts'
import { Library } from '../../domain/plot/plot.schema.ts'
import type { Finding } from '../../domain/review/review.schema.ts'
import { readEnvironments } from '../../parts/pythons.ts'
import { createSourceParser } from '../../sandbox/source/parser.ts'
import { readPlotIds, readSample, readSpec, requestFor } from '../author/support.ts'
import { obligingModel } from '../stand-ins/models/obliging.ts'
import { startModelServer } from '../stand-ins/models/server.ts'
import type { ModelServer } from '../stand-ins/models/server.ts'
import { providerFor } from './support.ts'

const config = loadConfig()
const { parse } = createSourceParser({ root: config.root, environments: readEnvironments(config) })
const offline = createOfflineAuthor()

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
  server.behave('google', obligingModel())
})
afterAll(() => server.close())

async function written(request: AuthorRequest) {
  const provider = await providerFor(server, 'google')
  const signal = new AbortController().signal
  return writeWithModel(
    { root: config.root, model: 'm', signal, tried: [], ask: (asked) => provider.ask(asked), parse },
    request,
  )
}

const OVERLAP: Finding = {
  check: 'text-overlap',
  criterion: 'legibility',
  status: 'failed',
  veto: true,
  message: 'Two labels overlap.',
  loss: 1,
}

describe('an author behind a wire', () => {
  it.each(Library.options)(
    'writes for %s what it would write without one, and accepts its findings',
    async (library) => {
      for (const plotId of await readPlotIds()) {
        const spec = { ...(await readSpec(plotId)), python: ['3.13' as const] }
        const request = requestFor(spec, library, await readSample(spec))
        const own = await offline.write(request)
        expect(await written(request)).toEqual(own)
        if (own.kind !== 'authored') continue
        const repair = { ...request, previous: { code: own.code, findings: [OVERLAP] } }
        expect(await written(repair)).toEqual(await offline.write(repair))
      }
    },
  )
})

describe('a drafter behind a wire', () => {
  it('drafts what it would draft without one', async () => {
    const provider = await providerFor(server, 'google')
    const signal = new AbortController().signal
    const samples = await offeredSamples(createCatalogue({ root: config.root }))
    const ask = (asked: ModelRequest) => provider.ask(asked)
    const request = { idea: 'bars of rain by month', plotId: 'bar-rain', samples }
    const drafted = await draftWithModel({ root: config.root, model: 'm', signal, ask }, request)
    expect(drafted).toMatchObject({
      kind: 'drafted',
      spec: {
        plot_id: 'bar-rain',
        chart: { type: 'bar' },
        sample: { path: 'data/examples/seattle-months.csv' },
      },
    })
  })
})
