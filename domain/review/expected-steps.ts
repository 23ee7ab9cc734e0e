import type { Expected } from './expectation.ts'
import { groupedValues } from './source.ts'
import type { Source } from './source.ts'

/** Each step starts where the one before it ends; the total starts at zero again. */
export function expectedSteps(source: Source): Expected<'steps'> | null {
  const groups = groupedValues(source)
  if (groups === null) return null
  let end = 0
  const steps = groups.map(({ category, values }) => {
    const base = end
    end = values.reduce((sum, value) => sum + value, base)
    return { category, base, value: end }
  })
  return { kind: 'steps', steps, total: end }
}
