import { chartRules } from '../../plot/charts.ts'
import { failed, factsOf, isOutcome, listed, passed } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import { axisSlots } from '../axis-slots.ts'
import type { AxisSlot } from '../axis-slots.ts'
import { colorGroups } from '../expected.ts'
import type { FigureFacts } from '../facts.schema.ts'
import type { MeasureInput } from '../measure.schema.ts'
import { isPlaceholder } from '../placeholder.ts'
import { categoryOf, hasWord } from '../values.ts'
import { scaleNamed } from './shades.ts'

/** The figure has a title that says something. */
export const title: Check = {
  name: 'title',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const text = facts.title?.trim() ?? ''
    if (text === '') return failed('The figure has no title; say what it shows.')
    if (isPlaceholder(text, input.spec))
      return failed(`The title ${text} says nothing of what is shown; say what it is about.`)
    return passed('It has a title.')
  },
}

/** Both axes have titles that are written for people. */
export const axisTitles: Check = {
  name: 'axis-titles',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const problems = (['x', 'y'] as const).flatMap((dimension) => {
      const titles = titlesOf(facts, dimension)
      if (titles.length === 0) return [`the ${dimension} axis has no title`]
      const raw = titles.filter((text) => isColumnName(text, input))
      return raw.map((text) => `the title ${text} is a column's name, not words for people`)
    })
    return problems.length === 0
      ? passed('Both axes have titles.')
      : failed(`${sentence(problems)}.`, problems.length / 2)
  },
}

/** Units stand in the titles of their own axes. */
export const axisUnits: Check = {
  name: 'axis-units',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const units = axisSlots(input.spec, facts.axes).flatMap((each) => wordOf(each, each.slot.unit))
    const missing = units.filter(
      ({ word, side }) => !titlesOf(facts, side).some((text) => hasWord(text, word)),
    )
    if (missing.length === 0) return passed(`${units.length} units are named.`)
    return failed(
      `${listed(missing.map((each) => `The unit ${each.word} is not in the title of ${axisOf(each)}`))}; write it in brackets.`,
      missing.length / units.length,
    )
  },
}

/** The spec's own words for what the axes show are on the axes that show it. */
export const axisWords: Check = {
  name: 'axis-words',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const labels = axisSlots(input.spec, facts.axes).flatMap((each) => wordOf(each, each.slot.label))
    const missing = labels.filter(({ word, side }) => {
      return !titlesOf(facts, side).some((text) => text.toLowerCase().includes(word.toLowerCase()))
    })
    if (missing.length === 0) return passed('The axes are called as in the spec.')
    return failed(
      `${listed(missing.map((each) => `${each.word} is not the title of ${axisOf(each)}`))}, as in the spec.`,
      missing.length / labels.length,
    )
  },
}

interface AxisWord extends Pick<AxisSlot, 'side'> {
  readonly word: string
}

function wordOf({ side }: AxisSlot, word: string | undefined): readonly AxisWord[] {
  return word === undefined ? [] : [{ word, side }]
}

function axisOf({ side }: AxisWord): string {
  return side === null ? 'an axis' : `the ${side} axis`
}

/** A legend where there are groups, with their names; none where there is nothing to explain. */
export const legend: Check = {
  name: 'legend',
  criterion: 'spec_compliance',
  points: 3,
  veto: 'never',
  measure: (input) => {
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    if (chartRules(input.spec.chart.type).shaded) return scaleNamed(facts, input)
    const groups = colorGroups(input.spec, input.data)
    if (groups.length >= 2) return groupsNamed(facts, groups, input)
    if (facts.legend === null || chartRules(input.spec.chart.type).keyed)
      return passed('There is nothing that needs a legend.')
    return failed('The legend explains nothing that is not on the axes; leave it out.', 0.5)
  },
}

function groupsNamed(facts: FigureFacts, groups: readonly string[], input: MeasureInput): Outcome {
  const notes = (facts.texts ?? [])
    .filter((text) => text.role === 'annotation')
    .map((text) => categoryOf(text.text))
  const shown = new Set([...(facts.legend?.labels ?? []).map(categoryOf).filter(isDrawn(facts)), ...notes])
  const missing = groups.filter((group) => !shown.has(group))
  if (missing.length > 0) {
    return failed(
      `No legend names ${listed(missing)}; add one for the colours.`,
      missing.length / groups.length,
    )
  }
  const raw = facts.legend?.title ?? ''
  if (isColumnName(raw, input))
    return failed(`The legend's title ${raw} is a column's name, not words for people.`, 0.25)
  return passed(`The legend names ${groups.length} groups.`)
}

/** Tells the names of a legend that can be read in it: those cut off or replaced are none. */
function isDrawn({ texts }: FigureFacts): (name: string | null) => boolean {
  const legend = (texts ?? []).filter(({ role }) => role === 'legend').map(({ text }) => categoryOf(text))
  const words = legend.join(' ')
  return (name) => texts === null || (name !== null && hasWord(words, name))
}

/** Titles of the axes of one side, or of all. */
function titlesOf(facts: FigureFacts, side: AxisSlot['side']): readonly string[] {
  const own = facts.axes.filter(({ dimension }) => side === null || dimension === side)
  return own.flatMap(({ label }) => categoryOf(label) || [])
}

/** A column's name as it stands in a file: in lower case, joined by underscores. */
function isColumnName(text: string, { data }: MeasureInput): boolean {
  return Object.hasOwn(data.columns, text) && text === text.toLowerCase()
}

function sentence(problems: readonly string[]): string {
  const text = problems.join('; ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
