import { randomBytes } from 'node:crypto'
import { idsFrom, newId } from '@tenantry/dynamo'
import { invalid } from '@tenantry/security'
import { z } from 'zod'
import { instantOf, isInstant } from './dates.ts'
import { createdOnOf, parseId, type Status, STATUSES } from './entry.ts'
import { META_TIMES, type Meta } from './meta.ts'
import { PlainObject } from './plain.ts'
import type { Data } from './values.ts'

/** The dates that who saves an entry may bring along: those of the bin are of what happens here. */
export const SETTABLE_TIMES = META_TIMES.filter((it) => !/deleted|restored/i.test(it))

type Dates = Partial<Pick<Meta, (typeof META_TIMES)[number]>>

/** What a save brings, not yet looked at but for what is no field. */
interface Placed {
  /** By `fieldId`. */
  fields: Data
  folderId: string | undefined
}
export interface EntryData extends Placed {
  /** The id of the entry, without a revision. */
  id: string | undefined
  dates: Dates
  /** Of a new revision. */
  status: Status
}

const Folder = z.looseObject({ folderId: z.string().min(1).max(100) })
const Time = z.string().max(50).refine(isInstant).transform(instantOf)

/**
 * `wbyAco_location` is where v5 puts the folder; everything else are fields.
 *
 * @throws AppError `VALIDATION_FAILED`.
 */
export function parsePlaced(data: unknown): Placed {
  const { success, data: record } = PlainObject.safeParse(data ?? {})
  if (!success) throw wrong('data', 'The data are not an object.')
  const { wbyAco_location: location, ...fields } = record
  return { fields, folderId: isGiven(location) ? parseFolder(location) : undefined }
}

/**
 * As v5 takes it of who brings entries from elsewhere: with the id of a new entry, with dates, and with
 * what it begins as.
 *
 * @throws AppError `VALIDATION_FAILED`.
 */
export function parseEntryData(data: unknown): EntryData {
  const { fields, folderId } = parsePlaced(data)
  const { id, status, ...rest } = fields
  const dates = SETTABLE_TIMES.filter((it) => isGiven(rest[it]))
  return {
    fields: Object.fromEntries(Object.entries(rest).filter(([name]) => !isSettable(name))),
    folderId,
    id: isGiven(id) ? parseEntryId(id) : undefined,
    status: isGiven(status) ? parseStatus(status) : 'draft',
    dates: Object.fromEntries(dates.map((it) => [it, timeOf(it, rest[it])])),
  }
}

const isSettable = (name: string) => SETTABLE_TIMES.some((it) => it === name)

export function parseFolder(location: unknown): string {
  const { success, data } = Folder.safeParse(location)
  if (!success) throw wrong('wbyAco_location.folderId', 'This is no folder.')
  return data.folderId
}

/** The id of a new entry: the one that was given, or one as old as the entry shall be. */
export function entryIdFor({ id, dates: { createdOn } }: Pick<EntryData, 'id' | 'dates'>): string {
  if (id !== undefined) return id
  if (!isGiven(createdOn)) return newId()
  const time = Date.parse(createdOn)
  if (time < 0) throw wrong('createdOn', 'An entry cannot be older than 1970.')
  return idsFrom(time) + randomBytes(6).toString('hex')
}

/**
 * The meta fields with the dates that were given. When an entry was created is part of its id, by
 * which lists go: neither changes.
 */
export function withDates(meta: Meta, { id, dates }: EntryData, entryId: string): Meta {
  if (id !== undefined && id !== entryId) throw wrong('id', `The id of the entry is ${entryId}.`)
  const { createdOn = meta.createdOn } = dates
  if (createdOn !== meta.createdOn)
    throw wrong('createdOn', `By its id the entry was created on ${meta.createdOn}.`)
  return { ...meta, ...dates }
}

const isGiven = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null

function timeOf(name: string, value: unknown): string {
  const { success, data } = Time.safeParse(value)
  if (!success) throw wrong(name, 'This is no point in time, such as 2026-01-31T12:00:00Z.')
  return data
}

function parseEntryId(value: unknown): string {
  const parsed = typeof value === 'string' ? parseId(value) : undefined
  if (!parsed || !isInstant(createdOnOf(parsed.entryId)))
    throw wrong('id', 'An id is 24 digits of 0-9 and a-f; the first 12 say when it was created.')
  return parsed.entryId
}

function parseStatus(value: unknown): Status {
  const status = STATUSES.find((it) => it === value)
  if (!status) throw wrong('status', `Use ${STATUSES.join(', ')}.`)
  return status
}

const wrong = (fieldId: string, error: string) => invalid([{ error, fieldId }])
