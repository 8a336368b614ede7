//! HashiCorp go-plugin over net/rpc: handshake, yamux session, broker, RPC client and server
