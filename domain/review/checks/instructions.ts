import { factsOf, failed, isOutcome, listed, passed } from '../check.ts'
import type { Check } from '../check.ts'
import type { FigureFacts } from '../facts.schema.ts'
import { isInstruction } from '../instructions.ts'
import type { MeasureInput } from '../measure.schema.ts'

/**
 * No text of the spec, the data, the code or the picture speaks to those who judge it. A veto, so that no model is
 * shown such a text and a person decides. The message says where and never repeats the text: it goes to an author.
 */
export const noInstructions: Check = {
  name: 'no-instructions',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const places = Object.entries(textsOf(input)).flatMap(([place, texts]) =>
      isInstruction(texts.join('\n')) ? [place] : [],
    )
    if (places.length === 0) {
      const facts = factsOf(input)
      return isOutcome(facts) ? facts : passed('No text speaks to those who judge it.')
    }
    return failed(`A text in ${listed(places)} reads like an instruction to whoever judges it; remove it.`)
  },
}

function textsOf(input: MeasureInput): Readonly<Record<string, readonly string[]>> {
  const { spec, code, data } = input
  const { title, description, requirements } = spec
  const facts = factsOf(input)
  const slots = spec.data.flatMap((slot) => [slot.label ?? '', slot.unit ?? '', slot.description ?? ''])
  return {
    'the spec': [title, description, ...Object.values(requirements).flat(), ...slots],
    'the data': Object.entries(data.columns).flatMap(([name, values]) => [name, ...distinctTexts(values)]),
    'the code': [code],
    'the picture': isOutcome(facts) ? [] : drawnTexts(facts),
  }
}

function drawnTexts({ title, axes, legend, texts }: FigureFacts): readonly string[] {
  const labels = [title, ...axes.map((axis) => axis.label), ...(legend?.labels ?? [])]
  return [...labels.filter((label) => label !== null), ...(texts ?? []).map(({ text }) => text)]
}

function distinctTexts(values: readonly (number | string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))]
}
