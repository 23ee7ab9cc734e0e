import type { Library } from '../../domain/plot/plot.schema.ts'
import type { Detection } from '../../domain/review/golden.ts'
import type { Criterion } from '../../domain/review/review.schema.ts'
import { differingPixels } from '../../sandbox/picture.ts'
import { readPicture } from '../../sandbox/pixels.ts'
import { cleanCharts } from './chart.ts'
import type { Chart, Studio } from './chart.ts'
import { rulesOf } from './defect.ts'
import type { Half, Kind, Rule } from './defect.ts'
import { criterionFor, detection, failedChecks } from './judge.ts'
import type { Judge, Judgement } from './judge.ts'
import { KINDS } from './kinds.ts'
import type { Lab, Specimen } from './lab.ts'
import { seeded, shuffled } from './random.ts'

/** Which set is made. */
export interface Wanted {
  readonly seed: string
  readonly half: Half
  readonly clean: number
  /** twins of each rule and library */
  readonly twins: number
  /** kinds to make, all where none is named */
  readonly kinds?: readonly string[]
  /** how many pairs of a rule and a library are drawn by lot for each kind; all where it is not given */
  readonly perKind?: number
}

/** One judged chart. */
export interface Case {
  readonly chart: string
  readonly library: Library
  readonly type: string
  readonly score: number | null
  readonly approved: boolean
  readonly failed: readonly string[]
  readonly criteria: Judgement['criteria']
  readonly microUsd: number
  readonly elapsedMs: number
}

/** A judged clean chart; `again`: its score at a second look, for judges that may give another. */
export interface CleanCase extends Case {
  readonly again: number | null
}

/** A judged chart with a known defect. */
export interface TwinCase extends Case {
  readonly kind: string
  /** where this judge takes points for the defect */
  readonly criterion: Criterion
  readonly rule: string
  readonly detection: Detection
}

/** A twin that shows nothing of its defect, or does not run though the defect is not about that. */
export interface Dropped {
  readonly kind: string
  readonly rule: string
  readonly library: Library
  readonly chart: string
  readonly why: string
}

/** A set with what a judge says about it. */
export interface Outcome {
  readonly wanted: Wanted
  readonly judge: string
  readonly clean: readonly CleanCase[]
  readonly twins: readonly TwinCase[]
  readonly dropped: readonly Dropped[]
}

/** What a run stands on. */
export interface Equipment {
  readonly studio: Studio
  readonly lab: Lab
  readonly judge: Judge
}

/** Charts that are looked at side by side: two run while others are drawn and judged. */
const AT_ONCE = 4

/** Candidates tried for each twin that is wanted, as some charts hide some defects. */
const TRIES = 3

/** Makes a set from its seed, draws all of it, and lets a judge look at each chart. */
export async function runGolden(equipment: Equipment, wanted: Wanted): Promise<Outcome> {
  const charts = await cleanCharts(equipment.studio, wanted.seed, wanted.clean)
  const originals = await inTurn(charts, (chart) => look(equipment, chart))
  const plans = plansFor(originals, wanted)
  const made = await inTurn(plans, (plan) => makeTwins(equipment, plan, wanted))
  return {
    wanted,
    judge: equipment.judge.name,
    clean: await inTurn(originals, (original) => cleanCase(equipment, original)),
    twins: made.flatMap(({ twins }) => twins),
    dropped: made.flatMap(({ dropped }) => dropped),
  }
}

interface Looked {
  readonly chart: Chart
  readonly specimen: Specimen
  readonly judgement: Judgement
}

interface Plan {
  readonly kind: Kind
  readonly rule: Rule
  readonly library: Library
  readonly originals: readonly Looked[]
}

async function look({ lab, judge }: Equipment, chart: Chart): Promise<Looked> {
  const specimen = await lab.examine(chart)
  return { chart, specimen, judgement: await judge.judge(specimen) }
}

function plansFor(originals: readonly Looked[], wanted: Wanted): readonly Plan[] {
  const { seed, kinds, perKind } = wanted
  const chosen = KINDS.filter((kind) => kinds === undefined || kinds.includes(kind.name))
  return chosen.flatMap((kind) => {
    const plans = plansOf(kind, originals, wanted).filter((plan) => plan.originals.length > 0)
    return perKind === undefined ? plans : shuffled(seeded(seed, kind.name, 'lot'), plans).slice(0, perKind)
  })
}

function plansOf(kind: Kind, originals: readonly Looked[], { seed, half }: Wanted): readonly Plan[] {
  const libraries = [...new Set(originals.map(({ chart }) => chart.library))]
  return rulesOf(kind, half).flatMap((rule) =>
    libraries.map((library) => ({
      kind,
      rule,
      library,
      originals: shuffled(seeded(seed, kind.name, rule.name, library), originals).filter(
        ({ chart }) => chart.library === library && (rule.applies?.(chart) ?? true),
      ),
    })),
  )
}

async function makeTwins(equipment: Equipment, plan: Plan, { seed, twins: count }: Wanted) {
  const twins: TwinCase[] = []
  const dropped: Dropped[] = []
  for (const original of plan.originals.slice(0, TRIES * count)) {
    if (twins.length === count) break
    const code = await spoiled(equipment, plan, { original, seed })
    if (code === null) continue
    const twin = await look(equipment, { ...original.chart, code })
    const { kind, rule, library } = plan
    const named = { kind: kind.name, rule: rule.name, library, chart: original.chart.name }
    const why = uselessness(plan, twin, original)
    if (why !== null) dropped.push({ ...named, why })
    else
      twins.push({
        ...caseOf(twin.chart, twin.judgement),
        ...named,
        criterion: criterionFor(kind, original.judgement),
        detection: detection(kind, twin.judgement, original.judgement),
      })
  }
  return { twins, dropped }
}

async function spoiled(
  { studio }: Equipment,
  { rule }: Plan,
  { original, seed }: { readonly original: Looked; readonly seed: string },
): Promise<string | null> {
  const { chart } = original
  const random = seeded(seed, rule.name, chart.name, chart.library)
  const changed = await rule.spoil(chart, { random, studio })
  const code = changed === null || rule.unformatted ? changed : await studio.linter.format(changed)
  if (code === chart.code)
    throw new Error(`${rule.name} changes nothing in ${chart.name} for ${chart.library}`)
  return code
}

/** Why a twin proves nothing: its defect is not there to be seen, or another one is. */
function uselessness({ kind, rule }: Plan, twin: Looked, original: Looked): string | null {
  if (rule.visible === false) return null
  const { report } = twin.specimen.input.renders[0] ?? {}
  if (report?.outcome !== 'ok' || twin.specimen.png === null)
    return `it does not run: ${report?.outcome} ${report?.error?.message ?? ''} ${kind.name}`.trim()
  const before = original.specimen.png
  return before !== null && looksSame(before, twin.specimen.png) ? 'it looks the same' : null
}

function looksSame(before: Uint8Array, after: Uint8Array): boolean {
  return differingPixels(readPicture(before), readPicture(after)) === 0
}

async function cleanCase({ judge }: Equipment, { chart, specimen, judgement }: Looked): Promise<CleanCase> {
  const again = judge.isSteady ? null : (await judge.judge(specimen)).score
  return { ...caseOf(chart, judgement), again }
}

function caseOf({ name, library, spec }: Chart, judgement: Judgement): Case {
  const { score, approves: approved, criteria, microUsd, elapsedMs } = judgement
  const failed = failedChecks(judgement)
  return {
    chart: name,
    library,
    type: spec.chart.type,
    score,
    approved,
    failed,
    criteria,
    microUsd,
    elapsedMs,
  }
}

/** Works on a list with some of it at once; the results are in the order of the list. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      const item = items[at]
      if (item !== undefined) results[at] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}
