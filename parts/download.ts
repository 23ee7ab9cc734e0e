import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { AppError } from '../domain/errors.ts'
import { runCommand, tail } from './command.ts'
import { temporaryName } from './files.ts'

/** How long the first answer may take: without internet the next way should begin soon. */
const ANSWER_TIMEOUT_MS = 8_000

/** How long the whole download may take. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

/**
 * Downloads a `.tar.gz` and unpacks it into `folder`.
 * @throws AppError `unavailable` when the address does not answer in time or the archive is broken
 */
export async function downloadArchive(url: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const archive = temporaryName(join(dirname(folder), 'archive.tar.gz'))
  try {
    await download(url, archive)
    const unpacked = await runCommand('tar', ['-xzf', archive, '-C', folder], {
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    })
    if (unpacked.code !== 0)
      throw new AppError('unavailable', `cannot unpack ${url}: ${tail(unpacked.stderr, 2)}`)
  } finally {
    await rm(archive, { force: true })
  }
}

async function download(url: string, path: string): Promise<void> {
  const whole = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)
  const answer = new AbortController()
  const timer = setTimeout(() => answer.abort(new Error('no answer in time')), ANSWER_TIMEOUT_MS)
  try {
    const response = await fetch(url, { signal: AbortSignal.any([whole, answer.signal]) })
    clearTimeout(timer)
    if (!response.ok || !response.body) throw new Error(`answer ${response.status}`)
    await pipeline(Readable.fromWeb(response.body), createWriteStream(path))
  } catch (error) {
    throw new AppError('unavailable', `cannot download ${url}: ${reason(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
