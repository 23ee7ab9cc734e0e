import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { FigureFacts } from '../../domain/review/facts.schema.ts'
import { measure } from '../../domain/review/measure.ts'
import type { MeasureInput } from '../../domain/review/measure.schema.ts'
import type { Review } from '../../domain/review/review.schema.ts'
import { judge } from '../../domain/review/verdict.ts'
import { startJail } from './jail.ts'
import type { Jail } from './jail.ts'
import { closeRenderer, fixture, inspect } from './support.ts'

let jail: Jail

beforeAll(async () => {
  jail = await startJail()
})
afterAll(() => Promise.all([jail.stop(), closeRenderer()]))

/** Lets the probe report on another figure than the one that is drawn. */
const REPORT = `
import io
import sys


def modules(ending):
    return [module for name, module in list(sys.modules.items()) if name.endswith(ending)]


def report(twin):
    for probe in modules("matplotlib_probe"):
        honest = getattr(probe, "honest", probe.facts)
        probe.honest = honest

        def facts(figure, renderer, library):
            picture = modules("matplotlib_picture")[0]
            return honest(twin, picture.draw(twin, io.BytesIO()), library)

        probe.facts = facts
`

interface Forgery {
  readonly plotId: string
  /** body of a function that changes \`figure\` or draws another, after \`axes\` and \`given\` were set */
  readonly body: string
}

/** What is drawn otherwise than it is reported. */
const FORGERIES: Readonly<Record<string, Forgery>> = {
  'other values': {
    plotId: 'scatter-basic',
    body: `
low, high = axes.get_ylim()
for points in axes.collections:
    points.set_offsets([(x, low + high - y) for x, y in points.get_offsets()])`,
  },
  'half of the rows': {
    plotId: 'scatter-basic',
    body: `
for points in axes.collections:
    points.set_offsets(points.get_offsets()[::2])`,
  },
  'another chart': {
    plotId: 'scatter-basic',
    body: `
low = axes.get_ylim()[0]
for points in list(axes.collections):
    x, y = points.get_offsets().T
    axes.vlines(x, low, y, color=points.get_facecolor()[0])
    points.remove()`,
  },
  'texts on each other': {
    plotId: 'scatter-basic',
    body: `
for at in (0.3, 0.32, 0.34):
    figure.text(at, 0.02, "Penguins of three islands in 2007 and 2009")`,
  },
  'a title that is not there': {
    plotId: 'scatter-basic',
    body: 'axes.title.set_color("white")',
  },
  'a picture prepared before': {
    plotId: 'scatter-basic',
    body: `
prepared = modules("matplotlib_picture")[0]
drawn = honest(given[["flipper_length_mm", "body_mass_g", "species"]].iloc[::3], *columns)
prepared.draw(drawn, io.BytesIO())
pixels = drawn.canvas.buffer_rgba()
figure = plt.figure(figsize=(8, 4.5))
figure.add_axes([0, 0, 1, 1], frameon=False).imshow(pixels, aspect="auto")`,
  },
  'always the same picture': {
    plotId: 'scatter-basic',
    body: `
for at, points in enumerate(axes.collections):
    points.set_offsets([(175 + 8 * at + 2 * n, 3000 + 700 * at + 100 * n) for n in range(20)])
axes.axvspan(*sorted([given[columns[0]].iloc[0], given[columns[0]].iloc[1] + 1]), ymax=0.02)`,
  },
  'shorter bars': {
    plotId: 'bar-basic',
    body: `
for bar in axes.patches:
    bar.set_width(0.9 * bar.get_width())`,
  },
  'longer bars': {
    plotId: 'bar-basic',
    body: `
for bar in axes.patches:
    bar.set_width(1.03 * bar.get_width())`,
  },
}

function indented(text: string): string {
  return text.trim().replace(/^/gm, '    ')
}

async function forged({ plotId, body }: Forgery): Promise<MeasureInput> {
  const name = `good-${plotId.replace('-basic', '')}`
  const honest = (await fixture('matplotlib', name)).replace('def plot(', 'def honest(')
  const code = `${honest}${REPORT}

def plot(data, **slots):
    given, columns = data, list(slots.values())
    figure = honest(data, *columns)
    modules("matplotlib_picture")[0].draw(figure, io.BytesIO())
    figure.set_layout_engine("none")
    axes = figure.axes[0]
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
${indented(body)}
    report(honest(data, *columns))
    return figure
`
  return inspect({ plotId, library: 'matplotlib', code, execute: jail.run })
}

/** The review that there would be if the figure's word were taken for it. */
function believed(input: MeasureInput): Review {
  const parsed = (facts: FigureFacts | null) => facts && { ...facts, source: 'parsed' as const }
  const renders = input.renders.map((render) => ({ ...render, facts: parsed(render.facts) }))
  const changed = input.changed && { ...input.changed, facts: parsed(input.changed.facts) }
  return reviewed({ ...input, renders, changed })
}

/** The review of what is drawn alone: a forger could write tidy code too. */
function reviewed(input: MeasureInput): Review {
  return judge(measure(input).filter((finding) => finding.criterion !== 'code_quality'))
}

describe('an implementation that forges its report', () => {
  it.each(Object.keys(FORGERIES))(
    'is refused for %s, and would be approved if it were believed',
    async (name) => {
      const input = await forged(FORGERIES[name] ?? { plotId: '', body: '' })
      expect(input.renders.map(({ report }) => [report.outcome, report.error])).toEqual([['ok', null]])
      expect(believed(input)).toMatchObject({ verdict: 'approve' })
      const review = reviewed(input)
      const refusals = review.findings.filter((finding) => finding.veto && finding.status === 'failed')
      expect(refusals.map((finding) => finding.check)).toEqual(['claims-borne-out'])
      expect(review.verdict).toBe('repair')
    },
  )

  it('is approved as long as what it reports is what it drew', async () => {
    const review = reviewed(await forged({ plotId: 'scatter-basic', body: 'pass' }))
    expect(review.findings.filter((finding) => finding.veto && finding.status !== 'passed')).toEqual([])
    expect(review.verdict).toBe('approve')
  })
})
