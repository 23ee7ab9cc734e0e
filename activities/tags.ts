import { findRenders, findReview } from '../db/queries/review.ts'
import type { RenderRow, ReviewRow } from '../db/queries/review.ts'
import { hasTags, replaceTags } from '../db/queries/tag.ts'
import { AppError } from '../domain/errors.ts'
import { codeTags } from '../domain/plot/extract-tags.ts'
import { MANY_ROWS, MISSING_EVERY } from '../domain/plot/limits.ts'
import { isUndecided, MANY_ROWS_CHARTS, measuredTags, TAG_SET_VERSION } from '../domain/plot/measured-tags.ts'
import { TAG_REGISTRY } from '../domain/plot/tag-registry.ts'
import { withManyRows, withMissingValues } from '../domain/plot/tag-data.ts'
import { FIRST_VERSION } from '../domain/plot/version.ts'
import type { DataTable, MeasureInput } from '../domain/review/measure.schema.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { measureClaims } from '../sandbox/claims.ts'
import { formatTable, parseTable, temporalColumns } from '../sandbox/data-table.ts'
import { readPicture } from '../sandbox/pixels.ts'
import type { TaggingInput } from '../temporal/contracts/plot.ts'
import { fileFor, readFiles } from './code.ts'
import { executeOnce, planFor } from './execution.ts'
import type { SandboxDeps } from './execution.ts'
import { readFacts, readJson, readSpec, readText, store } from './material.ts'
import type { AttemptMaterial } from './render-plan.ts'

/** Finds out which tags hold for one published code, once for what its review looked at. */
export async function tagImplementation(deps: SandboxDeps, request: TaggingInput): Promise<void> {
  const { plotId, library, codeSha, reviewKey } = request
  const owner = { plotId, library, codeSha }
  const basis = basisOf(reviewKey)
  if (await hasTags(deps.db, owner, basis)) return
  const looked = await load(deps, request)
  const { spec, table, files } = looked.material
  const { text: code } = fileFor(files, looked.picture.python)
  const missing = await tryWith(deps, looked, { variant: 'missing', table: withMissingValues(table, spec) })
  const many = MANY_ROWS_CHARTS.includes(spec.chart.type)
    ? await tryWith(deps, looked, { variant: 'many', table: withManyRows(table, spec) })
    : null
  const { picture, renders, review } = looked
  const measured = measuredTags({
    spec,
    library,
    files: files.map(({ name }) => name),
    renders,
    findings: review.review.findings,
    facts: await readFacts(deps, picture.factsSha),
    figure: picture.figureSha === null ? null : await readJson(deps, picture.figureSha),
    missing,
    many,
  })
  const said = codeTags(code, library).filter(({ slug }) => measured.every((tag) => tag.slug !== slug))
  const isFinal = !isUndecided(missing) && (many === null || !isUndecided(many))
  const { environmentDigest } = picture
  await replaceTags(deps.db, { ...owner, basis: isFinal ? basis : null, environmentDigest }, [
    ...measured,
    ...said,
  ])
}

/** What tags follow from: the review stands for code, spec, renders and rubric. */
function basisOf(reviewKey: string): string {
  const rules = { version: TAG_SET_VERSION, registry: TAG_REGISTRY, MISSING_EVERY, MANY_ROWS }
  return sha256(canonicalJson({ reviewKey, rules }))
}

interface Looked {
  readonly review: ReviewRow
  readonly picture: RenderRow
  /** the executions with the sample, one for each Python */
  readonly renders: readonly RenderRow[]
  readonly material: AttemptMaterial
}

async function load(deps: SandboxDeps, { library, codeSha, reviewKey }: TaggingInput): Promise<Looked> {
  const review = await findReview(deps.db, reviewKey)
  const rows = await findRenders(deps.db, review?.renderKeys ?? [])
  const picture = rows.find((row) => row.key === review?.pictureKey)
  if (!review || !picture || review.codeSha !== codeSha) {
    throw new AppError(
      'conflict',
      `review ${reviewKey} does not show a picture of code ${codeSha.slice(0, 12)}`,
    )
  }
  const { specSha } = review
  const { dataSha } = picture
  // The version is no part of what `specSha` names.
  const spec = await readSpec(deps, { specSha, specVersion: FIRST_VERSION })
  const table = parseTable(await readText(deps, dataSha), spec)
  return {
    review,
    picture,
    renders: rows.filter((row) => row.variant === 'sample'),
    material: {
      request: { library, specSha, dataSha },
      spec,
      table,
      files: await readFiles(deps, codeSha),
      temporal: temporalColumns(table, spec),
      tests: null,
    },
  }
}

/** Runs the code with other data, on the Python whose picture is published, and gives what checks look at. */
async function tryWith(
  deps: SandboxDeps,
  { material, picture }: Looked,
  { variant, table }: { readonly variant: 'missing' | 'many'; readonly table: DataTable },
): Promise<MeasureInput> {
  const { spec, files } = material
  const { library, python } = picture
  const data = new TextEncoder().encode(formatTable(table))
  const dataSha = await store(deps, 'data', data)
  const row = await executeOnce(deps, planFor(deps, material, { python, data, dataSha, variant }))
  const facts = await readFacts(deps, row.factsSha)
  const drawn = row.pictureSha === null ? null : readPicture(await deps.storage.get(row.pictureSha))
  const { report, run } = row
  return {
    spec,
    library,
    code: fileFor(files, python).text,
    data: table,
    renders: [{ python, report, facts, tests: null, warnings: run?.warnings ?? [] }],
    picturePython: python,
    picture: null,
    claims: drawn && facts && measureClaims(drawn, facts),
    changed: null,
    lint: null,
  }
}
