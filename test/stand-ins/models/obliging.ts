import * as z from 'zod'

import type { AuthorRequest, SampleHeader } from '../../../ai/author.ts'
import { createOfflineAuthor } from '../../../ai/offline/author.ts'
import { draftOffline } from '../../../ai/offline/drafter.ts'
import { createCatalogue } from '../../../clients/catalogue.ts'
import { projectRoot } from '../../../config.ts'
import type { OfferedSample } from '../../../domain/plot/draft.ts'
import type { DraftAnswer } from '../../../domain/plot/draft.schema.ts'
import { Library, Spec } from '../../../domain/plot/plot.schema.ts'
import type { Finding } from '../../../domain/review/review.schema.ts'
import { draftOf } from './draft-of.ts'
import { gullibleReviewer } from './gullible.ts'
import type { Behaviour, SeenRequest } from './reply.ts'

const Sample: z.ZodType<SampleHeader> = z.object({
  rows: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['quantitative', 'temporal', 'nominal']),
      distinct: z.int(),
    }),
  ),
})

const Findings = z.array(z.object({ check: z.string(), message: z.string() }))

/**
 * A model that does its job: asked for free text, it writes what the deterministic author would write from the
 * same material; given an idea, it drafts as the offline drafter would; asked to judge, it gives every criterion one
 * level and believes what it is told.
 */
export function obligingModel({ level = '3' }: { readonly level?: string } = {}): Behaviour {
  const judge = gullibleReviewer({ level })
  const author = createOfflineAuthor()
  return async (request) => {
    const sections = new Map(request.texts.flatMap(sectionsOf))
    if (sections.has('IDEA')) return { kind: 'answer', answer: await draftAnswer(sections) }
    if (request.schema !== null) return judge(request)
    const authored = await author.write(authorRequestOf(request))
    const answer =
      authored.kind === 'authored'
        ? `\`\`\`python\n${authored.code}\`\`\`\n`
        : `NOT EXPRESSIBLE: ${authored.reason}`
    return { kind: 'answer', answer }
  }
}

type Sections = ReadonlyMap<string, unknown>

/** A draft over the samples of the prompt, with the specs of this checkout to go by. */
async function draftAnswer(sections: Sections): Promise<DraftAnswer> {
  const catalogue = createCatalogue({ root: projectRoot() })
  const ids = await catalogue.listPlotIds()
  const specs = await Promise.all(ids.map(async (id) => (await catalogue.loadSpec(id)).spec))
  const samples = z.array(z.custom<OfferedSample>()).parse(sections.get('SAMPLES'))
  const idea = z.string().parse(sections.get('IDEA'))
  const drafted = draftOffline({ plotId: 'any-plot', idea, samples, specs })
  return drafted.kind === 'drafted'
    ? { reasoning: drafted.notes.join('; '), draft: draftOf(drafted.spec) }
    : { reasoning: drafted.reason, draft: null }
}

/** What an author is asked, read back from the sections of the prompt. */
function authorRequestOf({ texts }: SeenRequest): AuthorRequest {
  const sections = new Map(texts.flatMap(sectionsOf))
  const version = '1.0.0'
  const code = sections.get('PREVIOUS CODE')
  return {
    spec: Spec.parse({ ...z.looseObject({}).parse(sections.get('SPECIFICATION')), version }),
    library: Library.parse(sections.get('LIBRARY')),
    sample: Sample.parse(sections.get('SAMPLE')),
    previous:
      code === undefined
        ? null
        : {
            code: z.string().parse(code),
            findings: Findings.parse(sections.get('FINDINGS')).map(findingOf),
          },
    variant: null,
  }
}

function sectionsOf(text: string): readonly (readonly [string, unknown])[] {
  const marked = text.matchAll(/^===== (.+) =====\n([^]*?)\n===== END OF \1 =====$/gm)
  return [...marked].map(([, name = '', content = '']) => [name, JSON.parse(content) as unknown] as const)
}

/** The rest of a finding is not told to authors. */
function findingOf({ check, message }: z.infer<typeof Findings>[number]): Finding {
  return { check, message, criterion: 'legibility', status: 'failed', veto: false, loss: 1 }
}
