import { SignInError, type SignInSettings } from '@tenantry/admin-okta'
import { createApi } from '../../lib/api.ts'
import { ApiError, hasCode } from '../../lib/api-error.ts'
import { graphql } from '../../lib/graphql.ts'

const SignIn = graphql(`
  query SignIn {
    tenancy {
      signIn {
        tenantId
        name
        issuer
        clientId
        scopes
        status
        tokenUse
      }
    }
  }
`)

const Logout = graphql(`
  mutation Logout {
    security {
      logout {
        data
        error {
          code
          message
          data
        }
      }
    }
  }
`)

/** Where the people of a tenant sign in; asked before anybody has. */
export async function loadSignIn(tenantId: string): Promise<SignInSettings> {
  try {
    const { tenancy } = await createApi({ tenantId }).send(SignIn, {})
    if (!tenancy) throw new ApiError('UNREADABLE', 'The API answered without sign-in settings.')
    if (tenancy.signIn.status === 'DISABLED') throw new SignInError({ kind: 'disabledTenant' })
    return tenancy.signIn
  } catch (error) {
    if (hasCode(error, 'TENANT_NOT_FOUND')) throw new SignInError({ kind: 'unknownTenant' })
    if (hasCode(error, 'TENANT_DISABLED')) throw new SignInError({ kind: 'disabledTenant' })
    throw error
  }
}

/** Tells the API to refuse the token from now on. */
export async function logout(tenantId: string, token: string): Promise<void> {
  const api = createApi({ tenantId, getToken: () => Promise.resolve(token) })
  await api.call(Logout, {}, ({ security }) => security?.logout)
}
