export const ID = '0123456789abcdef01234567'

/** A model as the API gives it. */
export const article = {
  modelId: 'article',
  name: 'Article',
  singularApiName: 'Article',
  pluralApiName: 'Articles',
  group: { id: 'blog', name: 'Blog' },
  layout: [['t']],
  titleFieldId: 'title',
  version: 1,
  fields: [
    {
      id: 't',
      fieldId: 'title',
      storageId: 'text@t',
      type: 'text',
      label: 'Title',
      validation: [{ name: 'required', message: 'Write a title.', settings: {} }],
    },
  ],
}
