import { PROPOSED_TAGS_MAX, TAG_LENGTH_MAX } from './limits.ts'
import { TAG_REGISTRY } from './tag-registry.ts'
import type { TagDefinition } from './tag-registry.ts'
import { EVIDENCE_LENGTH_MAX, TagDimension } from './tags.schema.ts'
import type { TagFact, TagLists } from './tags.schema.ts'

/** Tags of the registry, each in its own dimension, and apart from them those that the registry does not have. */
export interface NormalisedTags {
  readonly tags: Record<TagDimension, string[]>
  readonly proposed: readonly { readonly slug: string; readonly dimension: TagDimension }[]
}

/** Brings tags to the registry's spelling: synonyms and plurals folded, the dimension put right, none twice, sorted. */
export function normaliseTags(given: Partial<TagLists>): NormalisedTags {
  const written = TagDimension.options.flatMap((dimension) =>
    (given[dimension] ?? []).map((tag) => ({ slug: slugOf(tag), dimension })),
  )
  const known = new Set(written.map(({ slug }) => findTag(slug)).filter((tag) => tag !== null))
  const unknown = written
    .filter(({ slug }) => slug !== '' && slug.length <= TAG_LENGTH_MAX && findTag(slug) === null)
    .map(({ slug, dimension }) => ({ slug: singular(slug), dimension }))
  const first = new Map(unknown.toReversed().map((tag) => [tag.slug, tag]))
  return {
    tags: byDimension([...known]),
    proposed: [...first.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1)).slice(0, PROPOSED_TAGS_MAX),
  }
}

/** The tag that someone means who writes this; null: the registry has none. */
export function findTag(written: string): TagDefinition | null {
  const slug = slugOf(written)
  return EXACT.get(slug) ?? FOLDED.get(singular(slug)) ?? null
}

/** What is said of the tag that someone means who writes this; nothing when the registry has none. */
export function tagFacts(
  written: string,
  { evidence, ...said }: Pick<TagFact, 'source' | 'holds' | 'evidence'>,
): readonly TagFact[] {
  return [findTag(written)]
    .filter((tag) => tag !== null)
    .map(({ slug, dimension }) => ({
      slug,
      dimension,
      ...said,
      evidence: evidence.slice(0, EVIDENCE_LENGTH_MAX),
    }))
}

/** Lower-case words joined by hyphens; empty when nothing is left. */
export function slugOf(written: string): string {
  return (
    written
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? ''
  )
}

function byDimension(tags: readonly TagDefinition[]): Record<TagDimension, string[]> {
  const of = (dimension: TagDimension) =>
    tags
      .filter((tag) => tag.dimension === dimension)
      .map(({ slug }) => slug)
      .sort()
  return {
    technical: of('technical'),
    visual: of('visual'),
    domain: of('domain'),
    capability: of('capability'),
    compatibility: of('compatibility'),
  }
}

function singular(slug: string): string {
  return slug.replace(/(?<=[^s-])s$/, '')
}

const SPELLINGS = TAG_REGISTRY.flatMap((tag) =>
  [tag.slug, ...tag.synonyms].map((name) => [name, tag] as const),
)

/** `bar` and `bars` are two tags: what is written exactly goes before what is folded. */
const EXACT: ReadonlyMap<string, TagDefinition> = new Map(SPELLINGS)
const FOLDED: ReadonlyMap<string, TagDefinition> = new Map(
  SPELLINGS.toReversed().map(([name, tag]) => [singular(name), tag]),
)
