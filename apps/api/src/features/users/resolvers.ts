import { getCurrentUser, getUser, listUsers } from '@tenantry/security'
import { z } from 'zod'
import { NoArgs, respond } from '../../respond.ts'

const Where = z.object({
  where: z.object({ id: z.string().nullish(), email: z.string().nullish() }),
})

export const resolvers = {
  Query: { adminUsers: () => ({}) },
  AdminUsersQuery: {
    getUser: respond(Where, (scope, { where }) => getUser(scope, where)),
    getCurrentUser: respond(NoArgs, (scope) => getCurrentUser(scope)),
    listUsers: respond(NoArgs, (scope) => listUsers(scope)),
  },
}
