import {
  Anchor,
  Button,
  Collapse,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronDownIcon, ChevronRightIcon } from '@radix-ui/react-icons'
import { fieldProblems, hasCode } from '../../lib/api-error.ts'
import { useApi } from '../../lib/session.tsx'
import { suggestSlug } from '../../lib/slug.ts'
import type { Tenant } from '../../lib/tenants.ts'
import { useEdit } from '../../lib/use-edit.ts'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { createTenant, updateTenant } from './mutations.ts'
import {
  createInput,
  formErrors,
  NO_VALUES,
  updateInput,
  validators,
  valuesOf,
} from './tenant-values.ts'

interface TenantFormProps {
  /** Absent: a tenant is made. */
  tenant?: Tenant
  mayWrite: boolean
  onSaved: (saved: { id: string; name: string }) => void
  onCancel: () => void
}

export function TenantForm({ tenant, mayWrite, onSaved, onCancel }: TenantFormProps) {
  const editor = useTenantForm(tenant, onSaved)
  const { form, saving, isDirty, kept } = editor
  const submit = form.onSubmit((values) => saving.mutate(values))
  useSaveKey(() => mayWrite && !saving.isPending && submit())
  return (
    <form onSubmit={submit} noValidate className="form">
      <Stack gap={20}>
        <RestoredNote kept={kept} />
        <SaveError
          what="tenant"
          error={saving.error}
          isShownElsewhere={editor.isAtField}
          onReload={editor.reload}
        />
        <fieldset disabled={!mayWrite} className="plain">
          <Stack gap={20}>
            <NameFields form={form} isNew={!tenant} />
            <OktaFields form={form} />
          </Stack>
        </fieldset>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onCancel}>
            {mayWrite ? 'Cancel' : 'Close'}
          </Button>
          {mayWrite && (
            <Button type="submit" loading={saving.isPending}>
              {tenant ? 'Save tenant' : 'Create tenant'}
            </Button>
          )}
        </Group>
      </Stack>
      <LeaveGuard isDirty={isDirty} onDiscard={kept.forget} />
    </form>
  )
}

type TenantFormState = ReturnType<typeof useTenantForm>['form']

function useTenantForm(tenant: Tenant | undefined, onSaved: TenantFormProps['onSaved']) {
  const api = useApi()
  return useEdit({
    initialValues: tenant ? valuesOf(tenant) : NO_VALUES,
    validate: validators(!tenant),
    version: tenant?.version,
    queryKey: ['tenants'],
    save: (values, version) =>
      tenant
        ? updateTenant(api, {
            id: tenant.id,
            data: updateInput(values, tenant),
            ifVersion: version ?? tenant.version,
          })
        : createTenant(api, createInput(values)),
    onSaved,
    problemsIn: (error) =>
      hasCode(error, 'TENANT_ID_TAKEN') ? { id: error.message } : formErrors(fieldProblems(error)),
  })
}

function NameFields({ form, isNew }: { form: TenantFormState; isNew: boolean }) {
  const { name, id } = form.getValues()
  const follows = isNew && id === suggestSlug(name, 40)
  const nameField = form.getInputProps('name')
  return (
    <>
      <TextInput
        label="Name"
        {...nameField}
        onChange={(event) => {
          form.setFieldValue('name', event.currentTarget.value)
          if (follows) form.setFieldValue('id', suggestSlug(event.currentTarget.value, 40))
        }}
        withAsterisk
        data-autofocus
      />
      <TextInput
        label="Id"
        description={
          isNew
            ? 'Stands in addresses and in API requests. It can never be changed.'
            : 'The id of a tenant never changes.'
        }
        {...form.getInputProps('id')}
        readOnly={!isNew}
        classNames={{ input: 'mono' }}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
    </>
  )
}

function OktaFields({ form }: { form: TenantFormState }) {
  const { issuer, audience, tokenUse } = form.getValues()
  const [isOpen, { toggle }] = useDisclosure(Boolean(issuer || audience || tokenUse === 'ID'))
  return (
    <>
      <TextInput
        label="Okta App Client ID"
        description="In Okta: Applications, the single-page app of this tenant, General, Client ID."
        placeholder="0oa…"
        {...form.getInputProps('appClientId')}
        classNames={{ input: 'mono' }}
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <Anchor
          component="button"
          type="button"
          onClick={toggle}
          aria-expanded={isOpen}
          c="inherit"
        >
          <Group gap={6}>
            {isOpen ? <ChevronDownIcon /> : <ChevronRightIcon />}
            Okta org of its own
          </Group>
        </Anchor>
        <Collapse expanded={isOpen}>
          <Stack gap={20} pt={16} pl={20}>
            <OwnOrgFields form={form} />
          </Stack>
        </Collapse>
      </div>
    </>
  )
}

function OwnOrgFields({ form }: { form: TenantFormState }) {
  return (
    <>
      <TextInput
        label="Issuer"
        description="The authorization server of this tenant. Empty: the one of this deployment."
        placeholder="https://example.okta.com/oauth2/default"
        {...form.getInputProps('issuer')}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        label="Audience"
        description="As the authorization server puts it into tokens. Empty: the one of this deployment."
        {...form.getInputProps('audience')}
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <Text fw={500} mb={6} id="token-use">
          Token sent to the API
        </Text>
        <SegmentedControl
          aria-labelledby="token-use"
          data={[
            { value: 'ACCESS', label: 'Access token' },
            { value: 'ID', label: 'ID token' },
          ]}
          {...form.getInputProps('tokenUse')}
        />
        <Text c="dimmed" fz="xs" mt={6}>
          ID token only if the org has no custom authorization server.
        </Text>
      </div>
    </>
  )
}
