import { namedChart, stemOf, stemsOf, suitedChart, wordsOf } from '../../domain/plot/chart-words.ts'
import { specOfDraft } from '../../domain/plot/draft.ts'
import type { OfferedSample } from '../../domain/plot/draft.ts'
import type { Draft } from '../../domain/plot/draft.schema.ts'
import { ChartType } from '../../domain/plot/plot.schema.ts'
import type { PlotId, Spec } from '../../domain/plot/plot.schema.ts'
import { fillSlots, wordsOfColumn, wordsOfSample } from './draft-columns.ts'
import type { FilledSample } from './draft-columns.ts'
import { chartFor, labelOf, OPTION_WORDS, retold, titleOf } from './draft-texts.ts'

/** An idea, and what the catalogue has to draft from. */
export interface OfflineDraftRequest {
  readonly plotId: PlotId
  /** null: the id's own words are the idea */
  readonly idea: string | null
  readonly samples: readonly OfferedSample[]
  /** the specs there are: the nearest one of the chart type is what a draft goes by */
  readonly specs: readonly Spec[]
}

/** A valid spec with what a person should know of it, or why there is none. */
export type OfflineDrafted =
  | { readonly kind: 'drafted'; readonly spec: Spec; readonly notes: readonly string[] }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Words that say nothing of data or chart. */
const FILLERS: ReadonlySet<string> = new Set(
  `a an and are as at basic be by can chart compare comparison could create diagram distributed distribution do
  does draw each every for from graph have how i in is it its like made make me more most my of on or our over
  per plot please relate relationship see should show showing simple than that the their them these they this
  to trend using versus vs want was we what where which with would across against between correlation`
    .split(/\s+/)
    .map(stemOf),
)

/**
 * Drafts a spec without a model: the nearest spec of the same chart type, over the sample whose columns the words
 * mean. No text of the idea gets into it.
 */
export function draftOffline(request: OfflineDraftRequest): OfflineDrafted {
  const { idea, plotId, samples } = request
  const own = stemsOf(idea ?? '')
  const chart = namedChart(own) ?? namedChart(stemsOf(plotId)) ?? suitedChart(own)
  if (chart === null) {
    return refused(`its words name no chart; say one of ${ChartType.options.join(', ')}`)
  }
  const words = [...own, ...stemsOf(plotId)]
  const template = nearestSpec(request, chart.type, words)
  if (template === null) return refused(`the catalogue has no ${chart.type} yet that a draft could go by`)
  const filled = fillSlots(template, samples, words)
  if (filled === null) return refused(`no sample has the columns that a ${chart.type} takes`)
  const drafted = specOfDraft(draftOf(template, filled, words), { plotId, samples })
  if (drafted.kind === 'faulty') return refused(drafted.problems.map(({ message }) => message).join('; '))
  return { kind: 'drafted', spec: drafted.spec, notes: notesOf(request, { template, filled, chart }) }
}

function refused(reason: string): OfflineDrafted {
  return { kind: 'not_expressible', reason }
}

/** Of the specs of this type the one whose id shares most words, then the shortest id. */
function nearestSpec({ specs }: OfflineDraftRequest, type: ChartType, words: readonly string[]): Spec | null {
  const shared = ({ plot_id: id }: Spec) => stemsOf(id).filter((word) => words.includes(word)).length
  const [first] = specs
    .filter(({ chart }) => chart.type === type)
    .toSorted((a, b) => shared(b) - shared(a) || a.plot_id.length - b.plot_id.length)
  return first ?? null
}

function draftOf(template: Spec, filled: FilledSample, words: readonly string[]): Draft {
  const { sample, slots } = filled
  const columns = slots.flatMap(({ column }) => (column === null ? [] : wordsOfColumn(column)))
  const wishes = words.filter((word) => !columns.includes(word))
  const chart = chartFor(template.chart, wishes, filled)
  const told = (text: string) => retold(text, template.chart.aggregate, chart.aggregate)
  const { data, visual, technical } = template.requirements
  const { capability } = template.tags
  return {
    title: titleOf(filled, { isDistribution: capability.includes('distribution') }),
    description: told(template.description),
    requirements: { data: data.map(told), visual: visual.map(told), technical: technical.map(told) },
    slots: slots.map((each) => ({
      name: each.slot.name,
      types: each.slot.types,
      required: each.slot.required,
      label: labelOf(each, chart, filled),
      unit: each.column?.unit ?? null,
      description: each.slot.description ?? null,
      column: each.column?.name ?? null,
    })),
    chart,
    sample: sample.path,
    tags: { ...template.tags, domain: [...(sample.domain ?? []), 'general'], compatibility: [] },
  }
}

interface Chosen {
  readonly template: Spec
  readonly filled: FilledSample
  readonly chart: { readonly type: ChartType; readonly words: readonly string[] }
}

/** What was chosen and by what, and what was not understood. */
function notesOf(
  { idea, plotId }: OfflineDraftRequest,
  { template, filled, chart }: Chosen,
): readonly string[] {
  const { sample, slots } = filled
  const columns = slots.flatMap(({ column }) => (column === null ? [] : [column]))
  const understood = new Set([
    ...columns.flatMap(wordsOfColumn),
    ...wordsOfSample(sample),
    ...OPTION_WORDS,
    ...stemsOf(chart.type),
    ...chart.words,
    ...FILLERS,
  ])
  const said = [...new Set(wordsOf(idea ?? plotId))]
  const left = said.filter((word) => !understood.has(stemOf(word)) && !/^\d+$/.test(word))
  const unnamed = columns.filter(({ label }) => label === undefined).map(({ name }) => name)
  return [
    `a chart of type ${chart.type}, by the words "${chart.words.join(' ')}"; requirements as in ${template.plot_id}`,
    ...(left.length === 0 ? [] : [`not understood: ${left.join(', ')}`]),
    ...(unnamed.length === 0 ? [] : [`label and unit are not known of: ${unnamed.join(', ')}`]),
  ]
}
