import { ChartType, Library } from '../plot/plot.schema.ts'
import type { Spec } from '../plot/plot.schema.ts'

/** Words that say nothing of what a chart is about, however many of them stand together. */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  ...'a an and as by for from here in made my new of on or the this to with your'.split(' '),
  ...'chart charts diagram figure graph graphs image picture plot plots plotting'.split(' '),
  ...'visualisation visualization caption header heading headline label name text title'.split(' '),
  ...'add basic caption default demo draft dummy enter example insert placeholder sample'.split(' '),
  ...'simple test untitled unnamed fixme tba tbd todo xxx foo bar baz lorem ipsum'.split(' '),
  ...'data dataset dataframe csv df none null nan undefined unknown'.split(' '),
  ...'bars box boxes lines plotted points python matplotlib pyplot'.split(' '),
  ...Library.options,
  ...ChartType.options.flatMap((type) => type.split('-')),
])

/**
 * Whether a title says nothing of what is shown: it names the kind of chart, the library or the plot's id, or was never
 * filled in. A title that the spec itself gives is none.
 */
export function isPlaceholder(title: string, { title: wanted, plot_id: id }: Spec): boolean {
  const text = title.trim().toLowerCase()
  if (text === wanted.trim().toLowerCase()) return false
  const words = text.match(/\p{L}+/gu) ?? []
  return text === id || words.every((word) => EMPTY_WORDS.has(word))
}
