import type { Problem } from '../errors.ts'
import { chartRules } from './charts.ts'
import type { ChartOption } from './chart-rules.ts'
import { ChartType } from './plot.schema.ts'
import type { Slot, SlotType, Spec } from './plot.schema.ts'

/** Options of `chart` that only some chart types have. */
const OPTIONS: readonly ChartOption[] = ['aggregate', 'bins', 'orientation', 'sort']

/** A spec without its version: two specs with equal content ask for the same plot. */
export function specContent(spec: Spec): Omit<Spec, 'version'> {
  const { version: _version, ...content } = spec
  return content
}

/** Contradictions that a schema cannot see, each with its path and its fix. */
export function specProblems(spec: Spec): readonly Problem[] {
  return [...duplicates(spec), ...sampleProblems(spec), ...needProblems(spec), ...optionProblems(spec)]
}

function duplicates(spec: Spec): readonly Problem[] {
  const lists = [
    ['data', spec.data.map((slot) => slot.name)],
    ['libraries', spec.libraries],
    ['python', spec.python],
  ] as const
  return lists.flatMap(([path, names]) =>
    repeated(names).map((name) => ({
      path,
      message: `${name} is listed twice`,
      fix: `remove one of the two`,
    })),
  )
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

function sampleProblems(spec: Spec): readonly Problem[] {
  const names = spec.data.map((slot) => slot.name)
  const mapped = Object.keys(spec.sample.columns)
  const unknown = mapped
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: `sample.columns.${name}`,
      message: `no slot is called ${name}`,
      fix: `use one of ${names.join(', ')}`,
    }))
  const missing = spec.data
    .filter((slot) => slot.required && !mapped.includes(slot.name))
    .map((slot) => ({
      path: 'sample.columns',
      message: `the required slot ${slot.name} has no column`,
      fix: `add ${slot.name}: COLUMN`,
    }))
  return [...unknown, ...missing]
}

function needProblems(spec: Spec): readonly Problem[] {
  const free: Slot[] = spec.data.filter((slot) => slot.required)
  const problems: Problem[] = []
  for (const { types } of chartRules(spec.chart.type).roles.filter((role) => role.required)) {
    const index = free.findIndex((slot) => slot.types.some((type) => types.includes(type)))
    if (index >= 0) free.splice(index, 1)
    else problems.push(missingNeed(spec, types))
  }
  return problems
}

function missingNeed(spec: Spec, types: readonly SlotType[]): Problem {
  const kind = types.join(' or ')
  return {
    path: 'data',
    message: `a ${spec.chart.type} needs one more required slot that is ${kind}`,
    fix: `add a slot with required: true and types: [${types.slice(0, 1).join('')}], or change chart.type`,
  }
}

function optionProblems(spec: Spec): readonly Problem[] {
  const own = chartRules(spec.chart.type).options
  return OPTIONS.filter((option) => option in spec.chart && !own.includes(option)).map((option) => ({
    path: `chart.${option}`,
    message: `a ${spec.chart.type} has no ${option}`,
    fix: `remove it; only ${typesWith(option).join(' and ')} plots have it`,
  }))
}

function typesWith(option: ChartOption): readonly ChartType[] {
  return ChartType.options.filter((type) => chartRules(type).options.includes(option))
}
