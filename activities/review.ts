import { findRenders, findReview, insertReview } from '../db/queries/review.ts'
import type { RenderRow, ReviewRow } from '../db/queries/review.ts'
import { AppError } from '../domain/errors.ts'
import { COMMON_FILE } from '../domain/plot/matrix.ts'
import type { PythonVersion, Spec } from '../domain/plot/plot.schema.ts'
import { changeData } from '../domain/review/changed-data.ts'
import { measureFiles } from '../domain/review/files.ts'
import type { MeasureInput, RenderFacts } from '../domain/review/measure.schema.ts'
import type { Finding } from '../domain/review/review.schema.ts'
import { judge } from '../domain/review/verdict.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { parseTable } from '../sandbox/data-table.ts'
import type { Linter } from '../sandbox/lint.ts'
import { measureClaims } from '../sandbox/claims.ts'
import { differingPixels, measurePicture } from '../sandbox/picture.ts'
import { readPicture } from '../sandbox/pixels.ts'
import type { Picture } from '../sandbox/pixels.ts'
import type { ReviewedImplementation, ReviewRequest } from '../temporal/contracts/plot.ts'
import { fileFor, named, readFiles } from './code.ts'
import type { CodeFile } from './code.ts'
import { readFacts, readSpec, readText } from './material.ts'
import type { Material } from './material.ts'

/** What judging needs. */
export interface ReviewDeps extends Material {
  readonly linter: Linter
  /** digest of everything that decides what a measurement says */
  readonly rubricDigest: string
}

/** Findings that travel in a Workflow's history; all of them are in the review's row. */
const FINDINGS_IN_HISTORY = 10

/** Name of the measuring reviewers where a model's name would stand. */
const MODEL = 'measured'

/** Measures one attempt and judges it by that alone; the same renders under the same rubric are never measured twice. */
export async function measureAttempt(deps: ReviewDeps, request: ReviewRequest): Promise<ReviewRow> {
  const key = reviewKey(deps.rubricDigest, request)
  return (await findReview(deps.db, key)) ?? judgeAttempt(deps, request, key)
}

/** What a history keeps of a review. */
export function reviewedOf({ key, verdict, score, review }: ReviewRow): ReviewedImplementation {
  const failed = review.findings.filter((finding) => finding.status === 'failed')
  const worst = failed
    .sort((a, b) => Number(b.veto) - Number(a.veto) || b.loss - a.loss)
    .slice(0, FINDINGS_IN_HISTORY)
  return {
    reviewKey: key,
    verdict,
    score,
    findings: worst.map(({ check, message, veto }) => ({ check, message, veto })),
  }
}

function reviewKey(rubric: string, request: ReviewRequest): string {
  const { plotId, library, specSha, codeSha, renders } = request
  const { renders: looked, changedKey: changed, others } = renders
  return sha256(
    canonicalJson({
      plotId,
      library,
      specSha,
      codeSha,
      looked,
      changed,
      rubric,
      model: MODEL,
      ...(others && { others }),
    }),
  )
}

async function judgeAttempt(deps: ReviewDeps, request: ReviewRequest, key: string) {
  const review = judge(await findingsOf(deps, request), { pythons: request.renders.renders.flatMap(ranOn) })
  const { plotId, library, specSha, codeSha, renders } = request
  const picture = renders.renders.find((render) => render.python === renders.picturePython)
  return insertReview(deps.db, {
    key,
    plotId,
    library,
    specSha,
    codeSha,
    renderKeys: keysOf(request),
    pictureKey: picture?.key ?? null,
    rubricDigest: deps.rubricDigest,
    model: MODEL,
    score: review.score,
    verdict: review.verdict,
    strength: review.strength,
    review,
  })
}

function ranOn(render: ReviewRequest['renders']['renders'][number]) {
  return render.outcome === 'ok' ? [render.python] : []
}

/** One file of an implementation, seen through the highest Python that ran it. */
interface View {
  readonly file: CodeFile
  /** the lowest Python that it serves; undefined: it serves all */
  readonly lowest?: PythonVersion | undefined
  /** null: it ran on none */
  readonly python: PythonVersion | null
  readonly changedKey: string | null
}

/** What the checks find in all files, each looked at for itself. */
async function findingsOf(deps: ReviewDeps, request: ReviewRequest): Promise<readonly Finding[]> {
  const [first, ...others] = await viewsOf(deps, request)
  const inputs = others.map(async (view) => ({
    name: view.file.name,
    input: await measureInput(deps, request, view),
  }))
  return measureFiles(await measureInput(deps, request, first), await Promise.all(inputs))
}

/** The file that drew the picture comes first. */
async function viewsOf(
  deps: ReviewDeps,
  { codeSha, specSha, specVersion, renders }: ReviewRequest,
): Promise<readonly [View, ...View[]]> {
  const files = await readFiles(deps, codeSha)
  const { python: pythons } = await readSpec(deps, { specSha, specVersion })
  const { picturePython: python, changedKey, others = [] } = renders
  const viewOf = (file: CodeFile, seen: Pick<View, 'python' | 'changedKey'>): View => ({
    file,
    ...(files.length > 1 && { lowest: pythons.find((each) => fileFor(files, each).sha === file.sha) }),
    ...seen,
  })
  return [
    viewOf(python === null ? named(files, COMMON_FILE) : fileFor(files, python), { python, changedKey }),
    ...others.map(({ file, ...seen }) => viewOf(named(files, file), seen)),
  ]
}

async function measureInput(deps: ReviewDeps, request: ReviewRequest, view: View): Promise<MeasureInput> {
  const spec = await readSpec(deps, request)
  const { text: code } = view.file
  const data = parseTable(await readText(deps, request.dataSha), spec)
  const { sample, drawn, changed } = await loadRenders(deps, request, view)
  const picture = await pictureOf(deps, drawn)
  const facts = await readFacts(deps, drawn?.factsSha ?? null)
  return {
    spec,
    library: request.library,
    code,
    data,
    renders: await Promise.all(sample.map((row) => renderFacts(deps, row))),
    picturePython: drawn?.python ?? highest(spec),
    picture: picture && measurePicture(picture, facts?.texts ?? [], facts?.plotArea),
    claims: picture && facts && measureClaims(picture, facts),
    changed: changed && {
      data: changeData(data, spec),
      outcome: changed.outcome,
      ...(await changedFacts(deps, picture, changed)),
    },
    lint: await deps.linter.lint(code, view.lowest),
  }
}

/** Keys of all executions that a review looks at: each Python with the sample, and the changed data. */
function keysOf({ renders }: ReviewRequest): readonly string[] {
  const { renders: sample, changedKey, others = [] } = renders
  const changed = [changedKey, ...others.map((other) => other.changedKey)]
  return [...sample.map((render) => render.key), ...changed.filter((key) => key !== null)]
}

async function loadRenders(deps: ReviewDeps, request: ReviewRequest, { python, changedKey }: View) {
  const rows = await findRenders(deps.db, keysOf(request))
  const sample = request.renders.renders.map((render) => rowOf(rows, render.key))
  return {
    sample,
    drawn: sample.find((row) => row.python === python) ?? null,
    changed: changedKey === null ? null : rowOf(rows, changedKey),
  }
}

async function changedFacts(deps: ReviewDeps, picture: Picture | null, row: RenderRow) {
  const other = await pictureOf(deps, row)
  const facts = await readFacts(deps, row.factsSha)
  return {
    facts,
    pixelsChanged: picture && other && differingPixels(picture, other),
    claims: other && facts && measureClaims(other, facts),
  }
}

function highest(spec: Spec): PythonVersion {
  return spec.python.at(-1) ?? '3.13'
}

async function renderFacts(deps: Material, row: RenderRow): Promise<RenderFacts> {
  return {
    python: row.python,
    report: row.report,
    facts: await readFacts(deps, row.factsSha),
    tests: row.run?.tests ?? null,
    warnings: row.run?.warnings ?? [],
  }
}

async function pictureOf(deps: Material, row: RenderRow | null): Promise<Picture | null> {
  return row?.pictureSha ? readPicture(await deps.storage.get(row.pictureSha)) : null
}

function rowOf(rows: readonly RenderRow[], key: string): RenderRow {
  const row = rows.find((candidate) => candidate.key === key)
  if (!row) throw new AppError('internal', `render ${key} is not in the database`)
  return row
}
