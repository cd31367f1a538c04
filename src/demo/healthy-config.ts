/** The simulated node's /etc/crane/config.yaml: a whole cluster's, with every part of Container that the guide has. */
export const HEALTHY_CONFIG = `# The same file on every node of the cluster
ControlMachine: mgmt01
ClusterName: demo

# Everything that Crane writes is below this directory
CraneBaseDir: /var/crane/

# cranectld
CraneCtldListenAddr: 0.0.0.0
CraneCtldListenPort: 10011
CraneCtldForInternalListenPort: 10013
CraneCtldDebugLevel: info
CraneCtldLogFile: cranectld/cranectld.log
CraneCtldForeground: true

# craned
CranedListen: 0.0.0.0
CranedListenPort: 10010
CranedDebugLevel: info
CranedLogFile: craned/craned.log
CranedForeground: true
Craned:
  PingInterval: 15
  CraneCtldTimeout: 30
  MaxLogFileSize: 50M
  MaxLogFileNum: 3

Nodes:
  - name: "cn[01-16]"
    cpu: 64
    memory: 256G

Partitions:
  - name: CPU
    nodes: "cn[01-16]"
    priority: 5

DefaultPartition: CPU

Supervisor:
  Path: /usr/libexec/csupervisor
  DebugLevel: info
  LogDir: supervisor
  MaxLogFileSize: 50M
  MaxLogFileNum: 3

Container:
  Enabled: true
  TempDir: craned/container
  RuntimeEndpoint: /run/containerd/containerd.sock
  ImageEndpoint: /run/containerd/containerd.sock
  UserNsEnabledByDefault: true
  Dns:
    ClusterDomain: cluster.local
    Servers: ["192.0.2.53"]
    Searches: ["hpc.example"]
    Options: ["ndots:2"]
  SubId:
    Managed: false
  BindFs:
    Enabled: true
    BindfsBinary: /usr/bin/bindfs
    FusermountBinary: /usr/bin/fusermount3
    MountBaseDir: /mnt/crane
`;
