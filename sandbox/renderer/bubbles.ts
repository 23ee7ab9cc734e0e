import type { FactValue, Marks } from '../../domain/review/facts.schema.ts'

interface Drawn {
  readonly type: Marks['type']
  readonly values: Record<string, FactValue[]>
}

/** Points are bubbles where the sizes within any series differ; else their sizes say nothing and are left out. */
export function withBubbles<S extends Drawn>(all: readonly S[]): readonly S[] {
  const differ = all.some(({ values }) => new Set(values['size']).size > 1)
  return all.map((one) => {
    const { size, ...values } = one.values
    if (size === undefined) return one
    return differ ? { ...one, type: 'bubble' } : { ...one, values }
  })
}
