export default {
  config: {
    locales: ['de', 'fr', 'es', 'pt-BR', 'ja', 'zh-Hans'],
    notifications: { releases: false },
    tutorials: false,
  },
  bootstrap() {},
};
