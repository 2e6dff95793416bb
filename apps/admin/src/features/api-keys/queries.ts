import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation, type VariablesOf } from '../../lib/graphql.ts'

const ListApiKeys = operation(`
  query ListApiKeys {
    security {
      listApiKeys {
        data {
          id
          name
          description
          hint
          permissions
          createdOn
          createdBy { displayName }
          expiresOn
          lastUsedOn
          version
        }
        error { ...Refusal }
      }
    }
  }
`)

const CreateApiKey = operation(`
  mutation CreateApiKey($data: SecurityApiKeyInput!) {
    security {
      createApiKey(data: $data) {
        data { id name token permissions }
        error { ...Refusal }
      }
    }
  }
`)

const UpdateApiKey = operation(`
  mutation UpdateApiKey($id: ID!, $data: SecurityApiKeyInput!, $ifVersion: Int!) {
    security {
      updateApiKey(id: $id, data: $data, ifVersion: $ifVersion) {
        data { id name }
        error { ...Refusal }
      }
    }
  }
`)

const RotateApiKey = operation(`
  mutation RotateApiKey($id: ID!, $ifVersion: Int!) {
    security {
      rotateApiKey(id: $id, ifVersion: $ifVersion) {
        data { id name token permissions }
        error { ...Refusal }
      }
    }
  }
`)

const DeleteApiKey = operation(`
  mutation DeleteApiKey($id: ID!) {
    security {
      deleteApiKey(id: $id) {
        data
        error { ...Refusal }
      }
    }
  }
`)

export type CreateApiKeyInput = VariablesOf<typeof CreateApiKey>['data']
export type UpdateApiKeyInput = VariablesOf<typeof UpdateApiKey>['data']

export const apiKeysQuery = (api: Api) =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: () => api.call(ListApiKeys, {}, ({ security }) => security?.listApiKeys),
  })

export type ApiKey = Awaited<
  ReturnType<NonNullable<ReturnType<typeof apiKeysQuery>['queryFn']>>
>[number]

/**
 * A key with its token: whoever gets this is the only one who ever does. The token is `null` if the
 * first answer got lost and this is that to its repetition.
 */
export type IssuedApiKey = Awaited<ReturnType<typeof createApiKey>>

export const createApiKey = (api: Api, data: CreateApiKeyInput) =>
  api.call(CreateApiKey, { data }, ({ security }) => security?.createApiKey)

/** Fails with `CONFLICT` if somebody else saved the key since `ifVersion` was read. */
export const updateApiKey = (
  api: Api,
  { id, data, ifVersion }: { id: string; data: UpdateApiKeyInput; ifVersion: number },
) => api.call(UpdateApiKey, { id, data, ifVersion }, ({ security }) => security?.updateApiKey)

export const rotateApiKey = (api: Api, { id, version }: ApiKey): Promise<IssuedApiKey> =>
  api.call(RotateApiKey, { id, ifVersion: version }, ({ security }) => security?.rotateApiKey)

export const deleteApiKey = (api: Api, id: string) =>
  api.call(DeleteApiKey, { id }, ({ security }) => security?.deleteApiKey)
