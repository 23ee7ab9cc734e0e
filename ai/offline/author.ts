import type { Library } from '../../domain/plot/plot.schema.ts'
import type { Author, Authored, AuthorRequest } from '../author.ts'
import { FIRST_DESIGN } from './design.ts'
import type { Design } from './design.ts'
import { ALTAIR } from './emit/altair/index.ts'
import { BOKEH } from './emit/bokeh/index.ts'
import { emitted } from './emit/emitters.ts'
import type { Emitters } from './emit/emitters.ts'
import { MATPLOTLIB } from './emit/matplotlib/index.ts'
import { PLOTLY } from './emit/plotly/index.ts'
import { SEABORN } from './emit/seaborn/index.ts'
import { writeFile } from './file.ts'
import { planPlot } from './plan.ts'
import { repairedDesign } from './repair.ts'

/** Raised whenever the same request gives other code. */
const AUTHOR_VERSION = '2'

const EMITTERS: Readonly<Record<Library, Emitters>> = {
  matplotlib: MATPLOTLIB,
  seaborn: SEABORN,
  plotly: PLOTLY,
  bokeh: BOKEH,
  altair: ALTAIR,
}

/** The author that needs no model: the same spec and sample header always give the same code. */
export function createOfflineAuthor(): Author {
  return { name: 'offline', version: AUTHOR_VERSION, write: (request) => Promise.resolve(authored(request)) }
}

function authored(request: AuthorRequest): Authored {
  const { previous } = request
  if (previous === null) return written(request, FIRST_DESIGN)
  const codeOf = (design: Design) => {
    const attempt = written(request, design)
    return attempt.kind === 'authored' ? attempt.code : ''
  }
  return written(request, repairedDesign(previous, codeOf))
}

function written(request: AuthorRequest, design: Design): Authored {
  const planned = planPlot(request, design)
  if (planned.kind === 'not_expressible') return planned
  return { kind: 'authored', code: writeFile(planned.plan, emitted(EMITTERS[request.library], planned.plan)) }
}
