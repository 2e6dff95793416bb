import {
  disableUser,
  enableUser,
  getCurrentUser,
  getUser,
  listUsers,
  readmitUser,
  type User,
} from '@tenantry/security'
import { z } from 'zod'
import { IfVersion, NoArgs, respond } from '../../respond.ts'

const Type = z.string().nullish()
const Where = z.object({
  where: z.object({ id: z.string().nullish(), email: z.string().nullish(), type: Type }),
})
const ListWhere = z.object({ where: z.object({ type: Type }).nullish() })
const Person = z.object({ id: z.string(), ifVersion: IfVersion })
const Target = Person.extend({ type: Type })

export const resolvers = {
  Query: { adminUsers: () => ({}) },
  Mutation: { adminUsers: () => ({}) },
  AdminUsersQuery: {
    getUser: respond(Where, (scope, { where }) => getUser(scope, where)),
    getCurrentUser: respond(NoArgs, (scope) => getCurrentUser(scope)),
    listUsers: respond(ListWhere, (scope, { where }) => listUsers(scope, where ?? {})),
  },
  AdminUsersMutation: {
    disableUser: respond(Target, (scope, args, key) => disableUser(scope, { ...args, ...key })),
    enableUser: respond(Target, (scope, args, key) => enableUser(scope, { ...args, ...key })),
    readmitUser: respond(Person, (scope, args, key) => readmitUser(scope, { ...args, ...key })),
  },
  AdminUser: { disabled: ({ disabled = false }: User) => disabled },
}
