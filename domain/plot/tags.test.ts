import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { PROPOSED_TAGS_MAX, TAG_LENGTH_MAX } from './limits.ts'
import { TAG_REGISTRY } from './tag-registry.ts'
import { findTag, normaliseTags, slugOf } from './tags.ts'
import type { NormalisedTags } from './tags.ts'
import { TagDimension } from './tags.schema.ts'

const slugs = new Set(TAG_REGISTRY.map(({ slug }) => slug))
const spellings = TAG_REGISTRY.flatMap(({ slug, synonyms }) => [slug, ...synonyms])
const tag = fc.oneof(
  fc.constantFrom(...spellings),
  fc.constantFrom(...spellings).map((name) => `${name.toUpperCase().replaceAll('-', ' ')}s`),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('moon', 'moons', 'Moon phases', 'glass', 's', 'ss'),
)
const list = fc.array(tag, { maxLength: 8 })
const lists = fc.record({
  technical: list,
  visual: list,
  domain: list,
  capability: list,
  compatibility: list,
})

function asGiven({ tags, proposed }: NormalisedTags) {
  const more = (dimension: TagDimension) =>
    proposed.filter((each) => each.dimension === dimension).map(({ slug }) => slug)
  return Object.fromEntries(
    TagDimension.options.map((dimension) => [dimension, [...tags[dimension], ...more(dimension)]]),
  )
}

describe('normaliseTags', () => {
  it('gives nothing but tags of the registry in their dimension, and a few proposed ones', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const { tags, proposed } = normaliseTags(given)
        for (const dimension of TagDimension.options) {
          for (const slug of tags[dimension]) expect(findTag(slug)).toMatchObject({ slug, dimension })
        }
        expect(proposed.length).toBeLessThanOrEqual(PROPOSED_TAGS_MAX)
        for (const { slug } of proposed) {
          expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
          expect(slug.length).toBeLessThanOrEqual(TAG_LENGTH_MAX)
          expect(slugs.has(slug)).toBe(false)
        }
      }),
    )
  })

  it('names nothing twice', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const { tags, proposed } = normaliseTags(given)
        const all = [...Object.values(tags).flat(), ...proposed.map(({ slug }) => slug)]
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const once = normaliseTags(given)
        expect(normaliseTags(asGiven(once))).toEqual(once)
      }),
    )
  })

  it('does not care about the order', () => {
    fc.assert(
      fc.property(lists, (given) => {
        const turned = Object.fromEntries(
          Object.entries(given).map(([dimension, tags]) => [dimension, tags.toReversed()]),
        )
        expect(normaliseTags(turned)).toEqual(normaliseTags(given))
      }),
    )
  })

  it('folds spellings and puts the dimension right', () => {
    expect(
      normaliseTags({
        domain: ['Scatter Plot', 'Lunar phases'],
        visual: ['kde', 'Dots', 'dot', 'x'.repeat(99)],
      }),
    ).toEqual({
      tags: {
        technical: ['density', 'scatter'],
        visual: ['points'],
        domain: [],
        capability: [],
        compatibility: [],
      },
      proposed: [{ slug: 'lunar-phase', dimension: 'domain' }],
    })
  })
})

describe('the registry', () => {
  it('spells each tag as tags are written, and nothing in two ways', () => {
    for (const name of spellings) expect(slugOf(name)).toBe(name)
    expect(new Set(spellings).size).toBe(spellings.length)
    for (const { slug, synonyms } of TAG_REGISTRY)
      for (const name of [slug, ...synonyms]) expect(findTag(name)?.slug).toBe(slug)
  })

  it('defines what each means in one sentence', () => {
    for (const { definition } of TAG_REGISTRY) expect(definition).toMatch(/^[A-Z].{3,80}[^.]$/)
  })
})
