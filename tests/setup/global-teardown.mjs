export default async () => {
  const servers = globalThis.mfaDatabaseServers ?? [];
  globalThis.mfaDatabaseServers = undefined;
  await Promise.all(servers.map((server) => server.stop()));
};
