import type { Catalogue } from '../clients/catalogue.ts'
import { holdsFiles, publishFiles, writeCandidate } from '../clients/catalogue-writer.ts'
import type { PublicationFiles } from '../clients/catalogue-writer.ts'
import {
  findPublication,
  finishPublication,
  intendPublication,
  upsertImplementation,
} from '../db/queries/plot.ts'
import { findRenders, findReview } from '../db/queries/review.ts'
import type { RenderRow, ReviewRow } from '../db/queries/review.ts'
import { listAttempts } from '../db/queries/attempt.ts'
import { updateRunLibrary } from '../db/queries/run.ts'
import { AppError } from '../domain/errors.ts'
import { samePublication, servedFiles } from '../domain/plot/evaluation.schema.ts'
import type { Evaluation } from '../domain/plot/evaluation.schema.ts'
import { pythonsByFile } from '../domain/plot/matrix.ts'
import type { PythonVersion, Spec } from '../domain/plot/plot.schema.ts'
import { testSpecSource } from '../domain/plot/test-spec.ts'
import { FIRST_VERSION, nextVersion } from '../domain/plot/version.ts'
import { rubric } from '../domain/review/measure.ts'
import { publishedFindings } from '../domain/review/published.ts'
import { canonicalJson, sha256 } from '../hash.ts'
import { environmentFor } from '../sandbox/environments.ts'
import type { Environment } from '../sandbox/environments.ts'
import { interactiveHtml } from '../sandbox/interactive.ts'
import type { PlotActivities } from '../temporal/contracts/plot.ts'
import { manifestOf } from './code.ts'
import type { Material } from './material.ts'

/** What publishing needs. */
export interface PublicationDeps extends Material {
  readonly catalogue: Catalogue
  readonly environments: readonly Environment[]
}

type PublishRequest = Parameters<PlotActivities['publishImplementation']>[0]

/** A review with what it looked at: all that a publication is made of. */
interface Reviewed {
  readonly review: ReviewRow
  readonly picture: RenderRow & { readonly pictureSha: string }
  readonly renders: readonly RenderRow[]
  readonly spec: Spec
}

/** Puts exactly the reviewed code and picture into the catalogue, once; says the version and whether files changed. */
export async function publish(deps: PublicationDeps, request: PublishRequest) {
  const { runId, plotId, library } = request
  await updateRunLibrary(deps.db, { runId, library, stage: 'publishing' })
  const reviewed = await loadReviewed(deps, request)
  const before = await deps.catalogue.loadEvaluation(plotId, library)
  const draft = await evaluationOf(deps, request, reviewed)
  const files = await filesOf(deps, reviewed, draft)
  const held =
    before !== null && samePublication(before, draft) && (await holdsFiles(deps.catalogue, request, files))
  const key = publicationKey(request, reviewed)
  const plan = { key, version: held ? before.version : versionAfter(before, draft), held }
  const { version, resumed } = await intend(deps, request, plan)
  const evaluation = withPythons({ ...draft, version }, unionOf(before, draft))
  if (!held) await publishFiles(deps.catalogue, request, { ...files, evaluation })
  const changed = !held || resumed
  await finishPublication(deps.db, key, { changed })
  await upsertImplementation(deps.db, {
    plotId,
    library,
    version,
    codeSha: evaluation.code_sha256,
    files: servedFiles(evaluation),
    pictureSha: evaluation.picture_sha256,
    qualityScore: evaluation.score,
    pythons: evaluation.pythons,
  })
  return { version, changed }
}

/** Keeps code that waits for a person's verdict, with its picture and its review. */
export async function keepCandidate(deps: PublicationDeps, request: PublishRequest): Promise<void> {
  const review = await findReview(deps.db, request.reviewKey)
  if (!review) throw new AppError('internal', `review ${request.reviewKey} is not in the database`)
  const [picture] = await findRenders(deps.db, review.pictureKey ? [review.pictureKey] : [])
  const pictureFile = picture?.pictureSha ? { 'plot.png': await deps.storage.get(picture.pictureSha) } : {}
  const published = { ...review.review, findings: publishedFindings(review.review.findings) }
  await writeCandidate(deps.catalogue, request, {
    ...(await bytesOf(deps, request.codeSha)),
    ...pictureFile,
    'review.json': `${JSON.stringify(published, null, 2)}\n`,
  })
}

/** A publication that crashed keeps the version it intended; one that was replaced since gets a new one. */
async function intend(
  deps: PublicationDeps,
  request: PublishRequest,
  plan: { readonly key: string; readonly version: string; readonly held: boolean },
): Promise<{ readonly version: string; readonly resumed: boolean }> {
  const { runId, plotId, library, codeSha, reviewKey, decidedBy } = request
  const { key, version } = plan
  const stored = await findPublication(deps.db, key)
  if (stored?.state === 'intended') return { version: stored.version, resumed: true }
  if (stored === null || !plan.held) {
    await intendPublication(deps.db, { key, version, plotId, library, codeSha, reviewKey, decidedBy, runId })
  }
  return { version, resumed: false }
}

function publicationKey(
  { plotId, library, codeSha, reviewKey, decidedBy }: PublishRequest,
  reviewed: Reviewed,
): string {
  const renders = reviewed.review.renderKeys
  return sha256(canonicalJson({ plotId, library, codeSha, renders, reviewKey, decidedBy }))
}

async function loadReviewed(deps: PublicationDeps, request: PublishRequest): Promise<Reviewed> {
  const review = await findReview(deps.db, request.reviewKey)
  const { spec, specSha } = await deps.catalogue.loadSpec(request.plotId)
  if (!review || !belongs(review, request)) {
    throw new AppError(
      'conflict',
      `the review does not belong to code ${request.codeSha.slice(0, 12)}: nothing is published`,
    )
  }
  if (request.decidedBy === 'rules' && review.verdict !== 'approve') {
    throw new AppError(
      'conflict',
      `the review says ${review.verdict}: nothing is published without a person's verdict`,
    )
  }
  if (specSha !== review.specSha) {
    throw new AppError(
      'conflict',
      `plots/${request.plotId}/spec.yaml changed since the review: run the plot again`,
    )
  }
  const renders = await findRenders(deps.db, review.renderKeys)
  const picture = renders.find((row) => row.key === review.pictureKey)
  const pictureSha = picture?.pictureSha
  if (!pictureSha) throw new AppError('conflict', 'the review has no picture: nothing can be published')
  return {
    review,
    picture: { ...picture, pictureSha },
    renders: renders.filter((row) => row.variant === 'sample'),
    spec,
  }
}

function belongs(review: ReviewRow, request: PublishRequest): boolean {
  return (
    review.plotId === request.plotId &&
    review.library === request.library &&
    review.codeSha === request.codeSha
  )
}

async function evaluationOf(
  deps: PublicationDeps,
  request: PublishRequest,
  reviewed: Reviewed,
): Promise<Evaluation> {
  const { review, picture, spec } = reviewed
  const ran = reviewed.renders.filter((row) => row.outcome === 'ok')
  const attempts = await listAttempts(deps.db, request.runId)
  const author = attempts.findLast(
    (row) => row.library === request.library && row.codeSha === request.codeSha,
  )?.author
  const { findings, criteria, score, strength, average, panel } = review.review
  const counted = (status: string) => findings.filter((finding) => finding.status === status).length
  return {
    plot_id: request.plotId,
    library: request.library,
    version: FIRST_VERSION,
    score,
    strength,
    decided_by: request.decidedBy,
    pythons: ran.map((row) => row.python),
    criteria,
    spec_version: spec.version,
    spec_sha256: review.specSha,
    code_sha256: request.codeSha,
    ...(await filesPart(deps, request.codeSha)),
    picture_sha256: picture.pictureSha,
    author: author ?? 'unknown',
    rubric: sha256(canonicalJson(rubric())).slice(0, 12),
    checks: { passed: counted('passed'), failed: counted('failed'), not_measured: counted('not_measured') },
    findings: publishedFindings(findings),
    ...(panel && { average, panel }),
    measured_on: {
      environments: Object.fromEntries(ran.map((row) => [row.python, row.environmentDigest.slice(0, 12)])),
      cpu_ms: Math.round(picture.report.cpuMs),
      memory_mb: Math.round(picture.report.peakMemoryMb),
    },
  }
}

async function filesOf(
  deps: PublicationDeps,
  { picture, spec }: Reviewed,
  evaluation: Evaluation,
): Promise<PublicationFiles> {
  const environment = environmentFor(deps.environments, picture.python)
  const { library } = picture
  const figure = picture.figureSha === null ? null : await deps.storage.get(picture.figureSha)
  const interactive = (library === 'plotly' || library === 'bokeh') && figure !== null
  return {
    code: await bytesOf(deps, evaluation.code_sha256),
    picture: await deps.storage.get(evaluation.picture_sha256),
    page: interactive ? interactiveHtml(library, figure, environment) : null,
    tests: testSpecSource(spec),
    evaluation,
  }
}

/** The bytes of an implementation's files, by name. */
async function bytesOf(deps: Material, codeSha: string): Promise<Readonly<Record<string, Uint8Array>>> {
  const files = Object.entries(await manifestOf(deps, codeSha))
  return Object.fromEntries(
    await Promise.all(files.map(async ([name, sha]) => [name, await deps.storage.get(sha)] as const)),
  )
}

/** What an evaluation says of several files; of one it says nothing. */
async function filesPart(deps: Material, codeSha: string): Promise<Pick<Evaluation, 'files'>> {
  const files = Object.entries(await manifestOf(deps, codeSha)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (files.length === 1) return {}
  return { files: Object.fromEntries(files.map(([name, digest]) => [name, { sha256: digest, pythons: [] }])) }
}

/** The Pythons of an evaluation, as a whole and for each file. */
function withPythons(evaluation: Evaluation, pythons: PythonVersion[]): Evaluation {
  const { files } = evaluation
  if (files === undefined) return { ...evaluation, pythons }
  const served = pythonsByFile(Object.keys(files), pythons)
  const entries = Object.entries(files).map(([name, file]) => [
    name,
    { ...file, pythons: served[name] ?? [] },
  ])
  return { ...evaluation, pythons, files: Object.fromEntries(entries) as Evaluation['files'] }
}

function versionAfter(before: Evaluation | null, next: Evaluation): string {
  if (before === null) return FIRST_VERSION
  const basis = { specVersion: next.spec_version, pythons: next.pythons }
  const previous = { version: before.version, specVersion: before.spec_version, pythons: before.pythons }
  const sameCode = before.code_sha256 === next.code_sha256
  const grows = next.pythons.some((python) => !before.pythons.includes(python))
  return sameCode && !grows && before.spec_version === next.spec_version
    ? before.version
    : nextVersion(previous, basis)
}

/** Code that is already published keeps the Pythons it was verified on elsewhere. */
function unionOf(before: Evaluation | null, next: Evaluation): PythonVersion[] {
  const same =
    before !== null && before.code_sha256 === next.code_sha256 && before.spec_sha256 === next.spec_sha256
  const all = new Set([...(same ? before.pythons : []), ...next.pythons])
  return [...all].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
