package org.stipple.sim.ensemble;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * An MQTT 5 client that needs no thread of its own and says exactly what it is told, be it allowed
 * or not. Thousands of them share a few threads; Paho, by which devices really speak, has four
 * threads a connection.
 *
 * <p>Any thread may call it; what it hears comes on a thread of the group and must not be held up.
 */
public final class LightClient implements AutoCloseable {

  private static final int MESSAGE_MAX = 256 * 1024;
  private static final int KEEP_ALIVE_S = 60;
  private static final int CONNECT_MS_MAX = 30_000;
  private static final int PACKET_ID_MAX = 65_535;

  /**
   * How it comes in.
   *
   * @param broker where to
   * @param tls by which it shows itself and knows the broker; empty = none at all
   * @param protocols versions of TLS; empty = the usual ones
   * @param clientId what it calls itself
   * @param will topic of its will; empty = none
   */
  public record Entry(
      URI broker,
      Optional<SSLContext> tls,
      List<String> protocols,
      String clientId,
      Optional<String> will) {

    /** With the usual TLS and no will. */
    public static Entry of(URI broker, SSLContext tls, String clientId) {
      return new Entry(broker, Optional.of(tls), List.of(), clientId, Optional.empty());
    }
  }

  private final Entry entry;
  private final BiConsumer<String, byte[]> heard;
  private final CompletableFuture<LightClient> ready = new CompletableFuture<>();
  private final Map<Integer, CompletableFuture<Integer>> answers = new ConcurrentHashMap<>();
  private final CompletableFuture<Channel> channel = new CompletableFuture<>();
  private int packetId;

  private LightClient(Entry entry, BiConsumer<String, byte[]> heard) {
    this.entry = entry;
    this.heard = heard;
  }

  /**
   * Connects; the future fails where it is not let in.
   *
   * @param heard topic and payload of each message
   */
  public static CompletableFuture<LightClient> connect(
      EventLoopGroup threads, Entry entry, BiConsumer<String, byte[]> heard) {
    LightClient client = new LightClient(entry, heard);
    new Bootstrap()
        .group(threads)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS_MAX)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(client.pipeline())
        .connect(entry.broker().getHost(), entry.broker().getPort())
        .addListener(done -> {
          if (!done.isSuccess()) {
            client.ended(done.cause());
          }
        });
    return client.ready;
  }

  private ChannelInitializer<NioSocketChannel> pipeline() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(NioSocketChannel made) {
        Optional<SslHandler> tls = entry.tls().map(LightClient.this::sslHandler);
        tls.ifPresent(handler -> made.pipeline().addLast(handler));
        made.pipeline()
            .addLast(new MqttDecoder(MESSAGE_MAX), MqttEncoder.INSTANCE, new Conversation());
        tls.ifPresent(handler ->
            handler
                .handshakeFuture()
                .addListener(done -> {
                  if (done.isSuccess()) {
                    hello(made);
                  } else {
                    ended(done.cause());
                  }
                }));
      }
    };
  }

  private SslHandler sslHandler(SSLContext context) {
    SSLEngine engine = context.createSSLEngine(entry.broker().getHost(), entry.broker().getPort());
    engine.setUseClientMode(true);
    if (!entry.protocols().isEmpty()) {
      engine.setEnabledProtocols(entry.protocols().toArray(String[]::new));
    }
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(CONNECT_MS_MAX);
    return handler;
  }

  private void hello(Channel made) {
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .protocolVersion(MqttVersion.MQTT_5)
            .clientId(entry.clientId())
            .cleanSession(true)
            .keepAlive(KEEP_ALIVE_S);
    entry
        .will()
        .ifPresent(topic ->
            connect
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(topic)
                .willMessage(new byte[] {1}));
    var _ = made.writeAndFlush(connect.build());
    channel.complete(made);
  }

  private void ended(Throwable why) {
    ready.completeExceptionally(why);
    channel.completeExceptionally(why);
    answers.values().forEach(answer -> answer.completeExceptionally(why));
  }

  /** Says it with QoS 1; the broker's reason, below 0x80 where it took it. */
  public CompletableFuture<Integer> publish(String topic, byte[] payload) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    int id = expect(answer);
    return sent(
        answer,
        MqttMessageBuilders.publish()
            .topicName(topic)
            .qos(MqttQoS.AT_LEAST_ONCE)
            .messageId(id)
            .payload(Unpooled.wrappedBuffer(payload))
            .build());
  }

  /** Asks to hear a filter; the broker's reason, below 0x80 where it agrees. */
  public CompletableFuture<Integer> subscribe(String filter) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    int id = expect(answer);
    return sent(
        answer,
        MqttMessageBuilders.subscribe()
            .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
            .messageId(id)
            .build());
  }

  private synchronized int expect(CompletableFuture<Integer> answer) {
    packetId = packetId % PACKET_ID_MAX + 1;
    answers.put(packetId, answer);
    return packetId;
  }

  private CompletableFuture<Integer> sent(CompletableFuture<Integer> answer, MqttMessage message) {
    Channel made = channel.join();
    made.writeAndFlush(message)
        .addListener(done -> {
          if (!done.isSuccess()) {
            answer.completeExceptionally(done.cause());
          }
        });
    return answer;
  }

  /** Whether it is still connected. */
  public boolean isConnected() {
    return channel.isDone() && !channel.isCompletedExceptionally() && channel.join().isActive();
  }

  /** Leaves without a word, as a pulled cable does: its will is told. */
  @Override
  public void close() {
    var _ =
        channel.thenAccept(made -> {
          var _ = made.close();
        });
  }

  /** What comes from the broker. */
  private final class Conversation extends SimpleChannelInboundHandler<MqttMessage> {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (entry.tls().isEmpty()) {
        hello(context.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
      if (message.decoderResult().isFailure()) {
        var _ = context.close();
        return;
      }
      switch (message) {
        case MqttConnAckMessage answer -> welcomed(answer);
        case MqttSubAckMessage answer ->
            answered(
                answer.variableHeader().messageId(), answer.payload().reasonCodes().getFirst());
        case MqttPubAckMessage answer -> answered(answer.variableHeader());
        case MqttPublishMessage said -> heard(context, said);
        default -> {} // nothing that it waits for
      }
    }

    private void welcomed(MqttConnAckMessage answer) {
      MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
      if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
        ready.complete(LightClient.this);
      } else {
        ended(new IOException("not admitted: " + code));
      }
    }

    private void answered(MqttMessageIdVariableHeader header) {
      int reason = 0;
      if (header instanceof MqttPubReplyMessageVariableHeader reply) {
        reason = reply.reasonCode() & 0xff;
      }
      answered(header.messageId(), reason);
    }

    private void answered(int id, int reason) {
      CompletableFuture<Integer> answer = answers.remove(id);
      if (answer != null) {
        answer.complete(reason);
      }
    }

    private void heard(ChannelHandlerContext context, MqttPublishMessage said) {
      ByteBuf payload = said.payload();
      heard.accept(said.variableHeader().topicName(), ByteBufUtil.getBytes(payload));
      if (said.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
        var _ =
            context.writeAndFlush(
                new MqttPubAckMessage(
                    new MqttFixedHeader(
                        MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                    MqttMessageIdVariableHeader.from(said.variableHeader().packetId())));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended(new IOException("the broker closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ended(cause);
      var _ = context.close();
    }
  }
}
