import { z } from 'zod'
import { IfVersion } from '../respond.ts'

/** The arguments of the operations on entries. `null` is as good as absent everywhere. */
export const present = <T>(schema: z.ZodType<T>) =>
  schema.nullish().transform((value) => value ?? undefined)

const Revision = z.object({ revision: z.string() })
const Skip = present(z.object({ skipValidators: present(z.array(z.string())) }))
const Guard = present(z.object({ ifVersion: IfVersion }))

export const ById = z.object({ id: z.string() })
export const ByRevision = Revision
export const ByRevisions = z.object({ revisions: z.array(z.string()) })
export const Entries = z.object({
  entries: z.array(z.string()).max(50, 'Delete at most 50 entries at once.'),
})
export const Create = z.object({ data: z.unknown(), options: Skip })
export const CreateFrom = Revision.extend({ data: z.unknown().optional(), options: Skip })
export const UpdateOfOne = z.object({
  data: z.unknown(),
  options: present(
    z.object({ skipValidators: present(z.array(z.string())), ifVersion: IfVersion }),
  ),
})
export const Update = Revision.extend(UpdateOfOne.shape)
export const Validate = z.object({ revision: present(z.string()), data: z.unknown() })
export const Move = Revision.extend({ folderId: z.string() })
export const Publish = Revision.extend({ options: Guard })
export const Delete = Revision.extend({
  options: present(z.object({ permanently: z.boolean().nullish() })),
})

/** A revision by its id, or an entry as it is latest or published. */
export const Which = z
  .object({
    revision: present(z.string()),
    entryId: present(z.string()),
    status: present(z.enum(['latest', 'published'])),
  })
  .transform(({ revision, entryId, status }, context) => {
    if (revision !== undefined) return { revision }
    if (entryId !== undefined) return { entryId, status }
    context.addIssue({ code: 'custom', message: 'Give a revision or an entryId.' })
    return z.NEVER
  })

export const GetWhere = z.object({
  where: z
    .record(z.string(), z.unknown())
    .refine((it) => Object.keys(it).length > 0, 'Say which entry.'),
})

const Search = z.string().trim().max(200)

/**
 * The arguments of a list; a page that is too long is refused, never cut. To be made once for all
 * models: it would be a fifth of what is kept of each.
 */
export const listOf = (maxLimit: number) =>
  z.object({
    where: z.record(z.string(), z.unknown()).nullish(),
    sort: present(z.array(z.string())),
    limit: z.number().int().min(1).max(maxLimit, `A page has 1 to ${maxLimit} entries.`).nullish(),
    after: z.string().nullish(),
    search: Search.nullish(),
  })
export type ListOf = ReturnType<typeof listOf>
